package dev.sluice.testkit;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** AWS's runtime interface client, found on this JVM's own class path. */
final class RuntimeClient {

  static final String MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** The property that replaces the one fixed path under /tmp, where several JVMs would collide. */
  static final String NATIVE_LIBRARY_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** One class of each jar that the client needs at run time. */
  private static final List<String> ONE_CLASS_PER_JAR =
      List.of(
          MAIN_CLASS,
          "com.amazonaws.services.lambda.runtime.RequestStreamHandler",
          "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
          "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

  private RuntimeClient() {}

  /**
   * The class path of the client: its jars and nothing else.
   *
   * @throws IllegalStateException when a jar is not on this JVM's class path
   */
  static String classPath() {
    Set<String> jars = new LinkedHashSet<>();
    for (String name : ONE_CLASS_PER_JAR) {
      jars.add(jarOf(name).toString());
    }
    return String.join(File.pathSeparator, jars);
  }

  /** Copies the native library for this machine into a folder; the copy's path. */
  static Path unpackNativeLibrary(Path folder) throws IOException {
    String os = System.getProperty("os.name");
    if (!os.equals("Linux")) {
      throw new IllegalStateException(
          "the runtime interface client has native libraries for Linux only, this is " + os);
    }
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String resource = "/jni/libaws-lambda-jni.linux-" + arch + ".so";
    Path library = folder.resolve("libaws-lambda-jni.so");
    try (InputStream in = load(MAIN_CLASS).getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not in " + jarOf(MAIN_CLASS));
      }
      Files.copy(in, library);
    }
    return library;
  }

  private static Path jarOf(String className) {
    CodeSource source = load(className).getProtectionDomain().getCodeSource();
    try {
      Path jar = Path.of(source.getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException(className + " does not come from a jar, but from " + jar);
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(className + " comes from no file: " + source, e);
    }
  }

  private static Class<?> load(String className) {
    try {
      return Class.forName(className, false, RuntimeClient.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          className
              + " is not on the class path: add aws-lambda-java-runtime-interface-client with what"
              + " it depends on",
          e);
    }
  }
}
