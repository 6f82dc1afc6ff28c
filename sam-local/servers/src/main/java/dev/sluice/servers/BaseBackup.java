package dev.sluice.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a replica's data directory out of a running primary (PostgreSQL manual, 25.3.4, "Making a
 * Base Backup Using the Low Level API"): the bundle has no pg_basebackup.
 */
final class BaseBackup {
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "standby.signal");

  private BaseBackup() {}

  /** Copies the primary's data into a new folder, ready to start as a standby on a slot. */
  static void take(PostgresNode primary, Path replica, String slot, Login replicator) {
    try (Connection connection = primary.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('" + slot + "', true)");
      copy(primary.data(), replica);
      try (ResultSet label =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        label.next();
        Files.writeString(replica.resolve("backup_label"), label.getString(1));
      }
      Files.writeString(replica.resolve("standby.signal"), "");
      follow(replica, primary.port(), slot, replicator);
    } catch (SQLException | IOException e) {
      throw new ServerException("the replica's base backup failed: " + e.getMessage(), e);
    }
  }

  /**
   * Tells a stopped standby where its primary is: the last line of a setting is the one that
   * counts.
   */
  static void follow(Path replica, int port, String slot, Login replicator) throws IOException {
    Files.writeString(
        replica.resolve("postgresql.auto.conf"),
        """
        primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=%s'
        primary_slot_name = '%s'
        """
            .formatted(port, replicator.user(), replicator.password(), slot, slot),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(file);
        boolean skipped =
            NOT_COPIED.contains(relative.toString())
                || (relative.startsWith("pg_replslot") && relative.getNameCount() > 1);
        if (!skipped) {
          copyOne(file, to.resolve(relative));
        }
      }
    }
  }

  private static void copyOne(Path file, Path target) throws IOException {
    if (Files.isDirectory(file)) {
      Files.createDirectories(target);
      return;
    }
    try {
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (NoSuchFileException e) {
      // A running server removes files; the log that is replayed knows of it.
    }
  }
}
