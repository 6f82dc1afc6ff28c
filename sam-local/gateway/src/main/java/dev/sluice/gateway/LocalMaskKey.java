package dev.sluice.gateway;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** The key of the mask {@code hash} on this machine, kept so that hashes stay the same. */
final class LocalMaskKey {
  private static final int SECRET_BYTES = 32;

  private LocalMaskKey() {}

  /** The file that holds it in a folder, made with a new key where there is none. */
  static Path in(Path folder) {
    Path file = folder.resolve("mask-key.json");
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    var key =
        JsonMapper.shared()
            .createObjectNode()
            .put("key", Base64.getEncoder().encodeToString(secret));
    try {
      Files.createDirectories(folder);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, JsonMapper.shared().writeValueAsString(key));
    } catch (FileAlreadyExistsException e) {
      return file;
    } catch (IOException e) {
      throw new CommandException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
