package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What goes over the wire between a client and the gateway. */
final class HttpExchange {

  private HttpExchange() {}

  /**
   * A header line, its name in the case it was sent in.
   *
   * @param name as it was sent
   * @param value without the space around it
   */
  record Header(String name, String value) {}

  /**
   * A request.
   *
   * @param method in capitals
   * @param path decoded, with its first slash
   * @param rawQuery as it was sent, without the question mark; empty when there was none
   * @param headers in the order they came, a line each
   * @param body may be empty
   * @param sourceIp the client's address
   */
  @SuppressWarnings("ArrayRecordComponent") // Passes through once; nobody compares requests.
  record Request(
      String method,
      String path,
      String rawQuery,
      List<Header> headers,
      byte[] body,
      String sourceIp) {

    /** Copies the list. */
    Request {
      headers = List.copyOf(headers);
    }
  }

  /**
   * A response.
   *
   * @param status the HTTP status
   * @param headers a line each
   * @param body may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // Passes through once; nobody compares responses.
  record Response(int status, List<Header> headers, byte[] body) {

    /** Copies the list. */
    Response {
      headers = List.copyOf(headers);
    }

    /** A body that the gateway itself makes. */
    static Response of(int status, String contentType, String body) {
      return new Response(
          status, List.of(new Header("Content-Type", contentType)), body.getBytes(UTF_8));
    }

    /** A message in the form of API Gateway's own responses. */
    static Response message(int status, String message) {
      return of(status, "application/json", "{\"message\": \"" + message + "\"}");
    }
  }
}
