package dev.sluice.gateway;

import dev.sluice.call.subject.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Hands out a copy of all that is held on a subject. */
@Command(name = "export")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class ExportCommand implements Callable<Integer> {
  private final ErasureAccess access = new ErasureAccess();

  @Spec private CommandSpec spec;

  @Option(names = "--to")
  private @Nullable Path to;

  @Parameters(index = "0", paramLabel = "TENANT")
  private String tenant;

  @Parameters(index = "1", paramLabel = "SUBJECT")
  private String subject;

  @Override
  public Integer call() {
    Subject whose = ErasureAccess.subject(tenant, subject);
    Path folder = made(to != null ? to : Path.of("export-" + now()));
    PrintWriter out = spec.commandLine().getOut();
    access.with(
        (services, _) ->
            services
                .erasures()
                .export(
                    whose,
                    (path, content) -> {
                      write(folder, path, content);
                      out.printf("%8d bytes  %s%n", content.length, path);
                    },
                    access.deadline()));
    out.println("All that is held on the subject is in " + folder.toAbsolutePath());
    return 0;
  }

  /** Without colons, which not every file system takes. */
  private String now() {
    return access.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  }

  /** For its owner alone, and empty: what was there before may be of another subject. */
  private static Path made(Path folder) {
    try {
      return Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new CommandException(
          folder + " cannot be made, or is there already: name another with --to", e);
    }
  }

  private static void write(Path folder, String path, byte[] content) throws IOException {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new IOException("'" + path + "' leads out of the folder");
    }
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
