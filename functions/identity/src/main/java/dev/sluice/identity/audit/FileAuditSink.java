package dev.sluice.identity.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Lines at the end of a file. A line that was written outlives this process, however that ends; the
 * machine's own end may lose the last ones, since no write waits for the disk. Nothing is deleted,
 * and nobody else on the machine may read it.
 */
public final class FileAuditSink implements AuditSink {
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  /** At the end of a file, which is made with the first line. */
  public FileAuditSink(Path file) {
    this.file = file;
  }

  @Override
  public void write(String line) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    // Opened each time: a file that was moved away is begun anew and not written to unseen.
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OURS_ALONE)) {
      ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
    }
  }
}
