package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;

/**
 * A key, and the certificate for 127.0.0.1 that it signed for itself, good for two days. Safe for
 * use by several threads.
 *
 * @param key the private one
 * @param certificate signed with it
 */
public record SelfSigned(PrivateKey key, Certificate certificate) {
  private static final String PASSWORD = "loopback";

  /**
   * Makes one by the JDK's own tool, which is where the JDK is.
   *
   * @param folder which gets files of the tool's
   * @param name whose certificate it is
   * @param algorithm {@code EC} or {@code RSA}
   * @throws IOException saying what the tool said
   */
  public static SelfSigned make(Path folder, String name, String algorithm)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve(name + ".p12");
    Path log = folder.resolve(name + ".keytool.log");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + Files.readString(log));
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new SelfSigned(
        (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()), keys.getCertificate(name));
  }

  /** The certificate as PEM. */
  public String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  /** Writes the certificate as PEM. */
  public void writeCertificate(Path file) throws IOException, GeneralSecurityException {
    Files.writeString(file, certificatePem());
  }

  /** Writes the key as PEM, for its owner alone: servers take no other. */
  public void writeKey(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }
}
