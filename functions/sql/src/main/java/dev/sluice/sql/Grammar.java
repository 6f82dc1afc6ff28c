package dev.sluice.sql;

import dev.sluice.sql.wasm.PgQuery17;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;

/**
 * PostgreSQL 17's own parser: libpg_query as WebAssembly, compiled ahead of time to class files. It
 * lives in the heap, so a snapshot keeps it.
 *
 * <p>Not safe for use by several threads. After any throw it is in an unknown state, and must be
 * dropped. A thread that is interrupted while it parses throws within milliseconds.
 */
final class Grammar {
  /** 40 MiB, which is what parsing 16 kB takes; as built, the module asks for 128. */
  private static final int MEMORY_START_PAGES = 640;

  private static final int MEMORY_LIMIT_PAGES = 4096;
  private static final int PAGE_BYTES = 65_536;

  // Where the fields are in PgQueryParseResult and PgQueryError, whose pointers take four bytes.
  private static final int RESULT_TREE = 0;
  private static final int RESULT_ERROR = 8;
  private static final int ERROR_MESSAGE = 0;
  private static final int ERROR_CURSOR = 16;

  private static final int WASI_ERRNO_BADF = 8;

  /** What the parser made of a text. */
  sealed interface Outcome {
    /**
     * A list of statements, perhaps empty.
     *
     * @param json as UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Tree(byte[] json) implements Outcome {}

    /**
     * A text that is no SQL.
     *
     * @param message PostgreSQL's own
     * @param position the character, from 1; 0 when unknown
     */
    record SyntaxError(String message, int position) implements Outcome {}
  }

  /** The parser ended in a way that the text may have caused, and must not be used again. */
  static final class TrapException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrapException(String message) {
      super(message);
    }
  }

  /** C's longjmp on its way to the call that setjmp wrapped. */
  private static final class LongJump extends RuntimeException {
    private static final long serialVersionUID = 1;

    private LongJump() {
      super("longjmp", null, false, false);
    }
  }

  private final Memory memory;
  private final ExportFunction malloc;
  private final ExportFunction free;
  private final ExportFunction parse;
  private final ExportFunction freeParseResult;
  private final ExportFunction setThrew;
  private final ExportFunction stackRestore;
  private final ExportFunction stackGet;

  /**
   * Makes a parser of its own, with a memory of its own.
   *
   * @throws IllegalStateException when the module is not the one whose names are known
   */
  Grammar() {
    WasmModule module = PgQuery17.load();
    Instance instance =
        Instance.builder(module)
            .withImportValues(imports(module))
            .withMachineFactory(PgQuery17::create)
            .withMemoryLimits(new MemoryLimits(MEMORY_START_PAGES, MEMORY_LIMIT_PAGES))
            .withMemoryFactory(ByteArrayMemory::new)
            .withStart(false)
            .build();
    memory = instance.memory();
    malloc = instance.export(GrammarNames.MALLOC);
    free = instance.export(GrammarNames.FREE);
    parse = instance.export(GrammarNames.PARSE);
    freeParseResult = instance.export(GrammarNames.FREE_PARSE_RESULT);
    setThrew = instance.export(GrammarNames.SET_THREW);
    stackRestore = instance.export(GrammarNames.STACK_RESTORE);
    stackGet = instance.export(GrammarNames.STACK_GET);
    instance.export(GrammarNames.CONSTRUCTORS).apply();
  }

  /**
   * Parses a text.
   *
   * @param text UTF-8 without a NUL byte
   * @throws RuntimeException when the parser gave up or the thread was interrupted
   */
  Outcome parse(byte[] text) {
    int query = copyIn(text);
    int result = (int) parse.apply(query)[0];
    if (result == 0) {
      throw new TrapException("the parser is out of memory");
    }
    Outcome outcome = outcome(result);
    freeParseResult.apply(result);
    free.apply(query);
    return outcome;
  }

  private Outcome outcome(int result) {
    int error = memory.readInt(result + RESULT_ERROR);
    if (error == 0) {
      return new Outcome.Tree(bytes(memory.readInt(result + RESULT_TREE)));
    }
    String message = text(memory.readInt(error + ERROR_MESSAGE));
    return new Outcome.SyntaxError(message, memory.readInt(error + ERROR_CURSOR));
  }

  private int copyIn(byte[] text) {
    int at = (int) malloc.apply(text.length + 1)[0];
    if (at == 0) {
      throw new TrapException("the parser is out of memory");
    }
    memory.write(at, text);
    memory.writeByte(at + text.length, (byte) 0);
    return at;
  }

  private byte[] bytes(int from) {
    int end = from;
    while (memory.read(end) != 0) {
      end++;
    }
    return memory.readBytes(from, end - from);
  }

  private String text(int from) {
    return from == 0 ? "" : new String(bytes(from), StandardCharsets.UTF_8);
  }

  private ImportValues imports(WasmModule module) {
    ImportValues.Builder values = ImportValues.builder();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      FunctionImport function = (FunctionImport) module.importSection().getImport(i);
      FunctionType type = module.typeSection().getType(function.typeIndex());
      GrammarNames.Import kind = GrammarNames.IMPORTS.get(function.name());
      if (kind == null) {
        throw new IllegalStateException(
            "the grammar's WebAssembly imports '"
                + function.name()
                + "', which GrammarNames does not know");
      }
      values.addFunction(
          new HostFunction(function.module(), function.name(), type, handle(kind, type)));
    }
    return values.build();
  }

  private WasmFunctionHandle handle(GrammarNames.Import kind, FunctionType type) {
    return switch (kind) {
      case INVOKE -> invoke(!type.returns().isEmpty());
      case LONGJMP ->
          (_, _) -> {
            throw new LongJump();
          };
      case ASSERT_FAIL ->
          (_, arguments) -> {
            throw new TrapException("assertion failed: " + text((int) arguments[0]));
          };
      case ABORT, EXIT ->
          (_, _) -> {
            throw new TrapException("the parser ended");
          };
      case RESIZE_HEAP -> (_, arguments) -> answer(resize(arguments[0] & 0xffff_ffffL) ? 1 : 0);
      case FILE_WRITE -> (_, arguments) -> answer(swallow(arguments));
      case FILE_OTHER -> (_, _) -> answer(WASI_ERRNO_BADF);
    };
  }

  /** A call that setjmp watches: a longjmp out of it is told to the caller by setThrew. */
  private WasmFunctionHandle invoke(boolean returns) {
    return (caller, arguments) -> {
      long stack = stackGet.apply()[0];
      try {
        int function = caller.table(0).requiredRef((int) arguments[0]);
        return caller
            .getMachine()
            .call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
      } catch (LongJump _) {
        stackRestore.apply(stack);
        setThrew.apply(1, 0);
        return returns ? answer(0) : new long[0];
      }
    };
  }

  private boolean resize(long bytes) {
    int missing = (int) ((bytes + PAGE_BYTES - 1) / PAGE_BYTES) - memory.pages();
    return missing <= 0 || memory.grow(missing) >= 0;
  }

  /** Takes what is written to standard error, which nobody reads. */
  private int swallow(long[] arguments) {
    int total = 0;
    for (int i = 0; i < arguments[2]; i++) {
      total += memory.readInt((int) arguments[1] + 8 * i + 4);
    }
    memory.writeI32((int) arguments[3], total);
    return 0;
  }

  private static long[] answer(int value) {
    return new long[] {value};
  }
}
