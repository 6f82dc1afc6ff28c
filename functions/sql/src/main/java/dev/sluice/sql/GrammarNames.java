package dev.sluice.sql;

import java.util.Map;

/**
 * What the minified names in the WebAssembly stand for, read in {@code wasm/libpg-query.js} of
 * npm's {@code @libpg-query/parser} 17.6.10: the file that {@code grammar/fetch} pins by its hash.
 * They change with every release.
 */
final class GrammarNames {
  static final String CONSTRUCTORS = "w";
  static final String MALLOC = "y";
  static final String FREE = "A";
  static final String PARSE = "B";
  static final String FREE_PARSE_RESULT = "C";
  static final String SET_THREW = "N";
  static final String STACK_RESTORE = "O";
  static final String STACK_GET = "P";

  /** What the grammar asks of its host. */
  enum Import {
    /** A call through the table that a longjmp may end. */
    INVOKE,
    LONGJMP,
    ASSERT_FAIL,
    ABORT,
    EXIT,
    RESIZE_HEAP,
    FILE_WRITE,
    FILE_OTHER
  }

  static final Map<String, Import> IMPORTS =
      Map.ofEntries(
          Map.entry("c", Import.ASSERT_FAIL),
          Map.entry("u", Import.ABORT),
          Map.entry("p", Import.LONGJMP),
          Map.entry("q", Import.RESIZE_HEAP),
          Map.entry("o", Import.EXIT),
          Map.entry("t", Import.FILE_OTHER),
          Map.entry("r", Import.FILE_OTHER),
          Map.entry("s", Import.FILE_OTHER),
          Map.entry("m", Import.FILE_WRITE),
          Map.entry("a", Import.INVOKE),
          Map.entry("b", Import.INVOKE),
          Map.entry("d", Import.INVOKE),
          Map.entry("e", Import.INVOKE),
          Map.entry("f", Import.INVOKE),
          Map.entry("g", Import.INVOKE),
          Map.entry("h", Import.INVOKE),
          Map.entry("i", Import.INVOKE),
          Map.entry("j", Import.INVOKE),
          Map.entry("k", Import.INVOKE),
          Map.entry("l", Import.INVOKE),
          Map.entry("n", Import.INVOKE));

  private GrammarNames() {}
}
