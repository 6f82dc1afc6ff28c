package dev.sluice.secret;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keys in files of a folder, one for each name, which only their owner may read: {@code {"current":
 * {"id", "key", "since"}, "previous": …}}, the key in Base64. One that is not there is made when it
 * is first asked for. Several processes may share a folder. Safe for use by several threads.
 */
public final class FileSecrets implements SecretStore {
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What others than the owner could have. */
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** A file's lock holds off other processes, and is an error for a second thread of this one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path folder;
  private final InstantSource clock;

  /** Over a folder, which is made when it is not there. */
  public FileSecrets(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public LiveKeys of(SecretName name) {
    LiveKeys keys = read(file(name));
    return keys != null ? keys : change(name, false);
  }

  @Override
  public void rotate(SecretName name) {
    change(name, true);
  }

  private Path file(SecretName name) {
    return folder.resolve(name.text() + ".json");
  }

  private LiveKeys change(SecretName name, boolean rotate) {
    Path file = file(name);
    THREADS.lock();
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve("lock"),
                  Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  OURS_ALONE);
          var _ = lock.lock()) {
        LiveKeys before = read(file);
        if (before != null && !rotate) {
          return before;
        }
        LiveKeys after =
            new LiveKeys(Key.random(clock.instant()), before == null ? null : before.current());
        write(file, after);
        return after;
      }
    } catch (IOException e) {
      throw new NoSecretException(file + " cannot be written: " + e.getMessage());
    } finally {
      THREADS.unlock();
    }
  }

  /** In one step, so that nobody reads half of it. */
  private void write(Path file, LiveKeys keys) throws IOException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.set("current", json(keys.current()));
    if (keys.previous() != null) {
      json.set("previous", json(keys.previous()));
    }
    Path made = Files.createTempFile(folder, "new", ".json", OURS_ALONE);
    try {
      Files.writeString(made, JsonMapper.shared().writeValueAsString(json));
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static ObjectNode json(Key key) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", key.id())
        .put("key", Base64.getEncoder().encodeToString(key.secret()))
        .put("since", key.since().toString());
  }

  private static @Nullable LiveKeys read(Path file) {
    try {
      for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
        if (OTHERS.contains(permission)) {
          throw new NoSecretException(file + " is not its owner's alone: chmod 600 it");
        }
      }
      JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
      JsonNode previous = json.path("previous");
      return new LiveKeys(key(json.path("current")), previous.isObject() ? key(previous) : null);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
      // The cause is left out: a parser quotes what it could not read.
      throw new NoSecretException(
          file + " is no key: delete it, and a new one is made; all that was signed is void then");
    }
  }

  private static Key key(JsonNode json) {
    return new Key(
        json.path("id").asString(""),
        Base64.getDecoder().decode(json.path("key").asString("")),
        Instant.parse(json.path("since").asString("")));
  }
}
