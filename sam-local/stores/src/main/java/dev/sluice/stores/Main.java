package dev.sluice.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * Starts DynamoDB Local and s3proxy on ports of 127.0.0.1 that the system chose, says which on
 * standard output, and ends when standard input does: so neither outlives who started it. Started
 * by hand, not by its own command line, DynamoDB Local listens on loopback alone and reports to
 * nobody.
 */
public final class Main {
  private static final String LOOPBACK = "127.0.0.1";

  /** The one bucket there is. */
  private static final String BUCKET = "results";

  private Main() {}

  /**
   * Runs. {@code sqlite4java.library.path} names the folder of the jars, where its library lies.
   *
   * @param arguments the access key and the secret key that S3 asks for, and the folder to keep all
   *     in; without it, in memory
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("give an access key, a secret key and perhaps a folder");
    }
    Path folder = arguments.length > 2 ? Path.of(arguments[2]) : null;
    int dynamoDb = startDynamoDb(folder == null ? null : folder.resolve("dynamodb"));
    int s3 = startS3(arguments[0], arguments[1], folder == null ? null : folder.resolve("s3"));
    System.out.println("ready dynamodb=" + dynamoDb + " s3=" + s3);
    while (System.in.read() >= 0) {
      // Nothing is said to it: the end is what counts.
    }
    System.exit(0);
  }

  private static int startDynamoDb(@Nullable Path folder) throws Exception {
    LocalDynamoDBRequestHandler requests =
        new LocalDynamoDBRequestHandler(
            0, folder == null, folder == null ? null : made(folder), true, false);
    Server server = new Server(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), 0));
    server.setHandler(new LocalDynamoDBServerHandler(requests, null));
    server.start();
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static int startS3(String accessKey, String secretKey, @Nullable Path folder)
      throws Exception {
    AbstractNio2BlobStore store =
        folder == null ? new TransientNio2BlobStore() : new FilesystemNio2BlobStore(made(folder));
    if (!store.containerExists(BUCKET)) {
      store.createContainer(BUCKET);
    }
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://" + LOOPBACK + ":0"))
            .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
            .metricsEnabled(false)
            .build();
    proxy.start();
    return proxy.getPort();
  }

  private static String made(Path folder) throws IOException {
    return Files.createDirectories(folder).toString();
  }
}
