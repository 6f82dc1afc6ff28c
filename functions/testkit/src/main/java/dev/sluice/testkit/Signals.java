package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Stops and continues a process by Linux signals, through libc's kill(2): no fork, no delay. */
final class Signals {

  /** Linux's numbers on x86-64 and AArch64: signal(7). */
  private static final int SIGCONT = 18;

  private static final int SIGSTOP = 19;

  /** Linux's number for "no such process": errno(3). */
  private static final int ESRCH = 3;

  /** A stop takes microseconds; on a starved machine a thread may need its turn first. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle KILL = kill();

  private Signals() {}

  /**
   * Stops a process and returns when none of its threads runs any more.
   *
   * <p>A process that has ended counts as stopped.
   *
   * @throws IllegalStateException when it does not stop within 5 s
   */
  static void stop(long pid) {
    send(pid, SIGSTOP);
    long started = System.nanoTime();
    while (!stopped(pid) && Files.exists(processFolder(pid))) {
      if (System.nanoTime() - started > STOP_LIMIT.toNanos()) {
        throw new IllegalStateException("process " + pid + " did not stop within " + STOP_LIMIT);
      }
      LockSupport.parkNanos(20_000);
    }
  }

  /** Lets a stopped process run again; does nothing when it has ended. */
  static void resume(long pid) {
    send(pid, SIGCONT);
  }

  /** Whether every thread of a process is in state T of proc(5). */
  static boolean stopped(long pid) {
    Path tasks = processFolder(pid).resolve("task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        if (!stopped(thread.resolve("stat"))) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path processFolder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static boolean stopped(Path stat) throws IOException {
    try {
      String line = Files.readString(stat);
      // The state follows the name, which may itself hold spaces and brackets.
      return line.charAt(line.lastIndexOf(')') + 2) == 'T';
    } catch (NoSuchFileException _) {
      return true; // This thread ended; the others are still looked at.
    }
  }

  private static void send(long pid, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURE);
      int result = (int) KILL.invokeExact(state, Math.toIntExact(pid), signal);
      int errno = (int) ERRNO.get(state, 0L);
      if (result != 0 && errno != ESRCH) {
        throw new IllegalStateException(
            "kill(%d, %d) failed with errno %d".formatted(pid, signal, errno));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted") // The JVM of the tests runs with --enable-native-access.
  private static MethodHandle kill() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
        Linker.Option.captureCallState("errno"));
  }
}
