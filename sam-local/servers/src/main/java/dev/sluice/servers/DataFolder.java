package dev.sluice.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that belongs to one process at a time, and the secrets kept in it. */
final class DataFolder implements AutoCloseable {
  private static final int PASSWORD_BYTES = 24;
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Takes the folder, or throws {@link ServerException} naming the process that has it. */
  static DataFolder take(Path folder) {
    Path file = folder.resolve(LOCK);
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String owner = Files.readString(file).strip();
        channel.close();
        throw new ServerException(
            folder + " is in use by process " + owner + ": stop that one first", null);
      }
      channel.truncate(0);
      byte[] pid = String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      int _ = channel.write(ByteBuffer.wrap(pid));
      return new DataFolder(folder, channel);
    } catch (IOException e) {
      throw new ServerException(folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Deletes all but the lock. */
  void clear() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        if (!file.equals(folder) && !file.equals(folder.resolve(LOCK))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new ServerException(folder + " cannot be cleared: " + e.getMessage(), e);
    }
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The kept password of a role; made the first time, readable by its owner alone. */
  Login login(String user) {
    Path file = folder.resolve(user + ".password");
    try {
      if (!Files.exists(file)) {
        store(file, newPassword());
      }
      return new Login(user, Files.readString(file).strip());
    } catch (IOException e) {
      throw new ServerException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Keeps another password for a role. */
  Login replaceLogin(String user) {
    Path file = folder.resolve(user + ".password");
    try {
      store(file, newPassword());
      return login(user);
    } catch (IOException e) {
      throw new ServerException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ServerException(folder + " cannot be released: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void store(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password);
  }

  private static String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
