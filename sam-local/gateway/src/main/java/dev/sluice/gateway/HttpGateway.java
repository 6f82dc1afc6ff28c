package dev.sluice.gateway;

import dev.sluice.gateway.HttpExchange.Header;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP side of the gateway: a port on 127.0.0.1, each request on a thread of its own. */
final class HttpGateway implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  /** API Gateway's limit for the request line and all headers (API Gateway quotas). */
  private static final int MAX_HEADER_BYTES = 10_240;

  /** Of a body that is refused, so much is still read: a client that sends it all sees why. */
  private static final long MAX_DRAINED_BYTES = 64L * 1024 * 1024;

  /** What calls under way get when the gateway stops. */
  private static final long STOP_LIMIT_MILLIS = 2_000;

  private final Server server;
  private final ServerConnector connector;

  private HttpGateway(int port) {
    server = new Server(new QueuedThreadPool());
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(port);
    server.addConnector(connector);
    server.setErrorHandler(HttpGateway::answerError);
    server.setStopTimeout(STOP_LIMIT_MILLIS);
  }

  /** Listens on a port; 0 lets the system choose. */
  static HttpGateway start(int port, RestApi api) {
    return start(port, _ -> api);
  }

  /**
   * Listens on a port; 0 lets the system choose. Who comes early waits until the API is made.
   *
   * @param api makes it, and is told the port
   */
  static HttpGateway start(int port, IntFunction<RestApi> api) {
    HttpGateway gateway = new HttpGateway(port);
    boolean started = false;
    try {
      gateway.open();
      RestApi served = api.apply(gateway.port());
      gateway.serve(served);
      started = true;
      return gateway;
    } finally {
      if (!started) {
        gateway.close();
      }
    }
  }

  /** Fails early, before minutes go into what would then have no port. */
  static void checkPortIsFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
    } catch (IOException e) {
      throw portInUse(port, e);
    }
  }

  private void open() {
    try {
      connector.open();
    } catch (IOException e) {
      throw portInUse(connector.getPort(), e);
    }
  }

  private void serve(RestApi api) {
    server.setHandler(new GracefulHandler(new Adapter(api)));
    try {
      server.start();
    } catch (Exception e) {
      throw new CommandException("the gateway does not start: " + e, e);
    }
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    connector.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new CommandException("the gateway does not stop: " + e, e);
    }
  }

  private static CommandException portInUse(int port, Exception cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return new CommandException(
        "port "
            + port
            + " cannot be taken ("
            + root.getMessage()
            + "): end what uses it, or let the system choose with --port 0",
        cause);
  }

  /** What never becomes a request: a broken request line, headers over the limit. */
  private static boolean answerError(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String reason = Objects.requireNonNullElse(HttpStatus.getMessage(status), "Error");
    Adapter.write(HttpExchange.Response.message(status, reason), response, callback);
    return true;
  }

  /** Between the server's types and ours. */
  private static final class Adapter extends Handler.Abstract {
    private final RestApi api;

    Adapter(RestApi api) {
      this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      byte[] body;
      try (InputStream in = Content.Source.asInputStream(request)) {
        body = in.readNBytes(RestApi.MAX_BODY_BYTES + 1);
        if (body.length > RestApi.MAX_BODY_BYTES) {
          drain(in);
        }
      }
      if (body.length > RestApi.MAX_BODY_BYTES) {
        write(RestApi.bodyTooLarge(), response, callback);
      } else {
        api.handle(read(request, body), answer -> write(answer, response, callback));
      }
      return true;
    }

    private static void drain(InputStream in) throws IOException {
      byte[] buffer = new byte[64 * 1024];
      long drained = 0;
      for (int read = in.read(buffer); read >= 0 && drained < MAX_DRAINED_BYTES; ) {
        drained += read;
        read = in.read(buffer);
      }
    }

    private static HttpExchange.Request read(Request request, byte[] body) {
      List<Header> headers = new ArrayList<>();
      for (HttpField field : request.getHeaders()) {
        headers.add(new Header(field.getName(), Objects.requireNonNullElse(field.getValue(), "")));
      }
      return new HttpExchange.Request(
          request.getMethod(),
          Objects.requireNonNullElse(request.getHttpURI().getDecodedPath(), "/"),
          Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
          headers,
          body,
          Request.getRemoteAddr(request));
    }

    private static void write(HttpExchange.Response answer, Response response, Callback callback) {
      response.setStatus(answer.status());
      answer.headers().forEach(h -> response.getHeaders().add(h.name(), h.value()));
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
  }
}
