package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A function that does nothing: it answers every event with the same proxy answer, unread. What a
 * call of it takes is the floor that other figures are read over. Thread-safe.
 */
public final class FloorHandler implements RequestStreamHandler {

  private static final byte[] ANSWER =
      """
      {"statusCode":200,"headers":{"Content-Type":"application/json"},"body":"{}","isBase64Encoded":false}\
      """
          .getBytes(UTF_8);

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    answer.write(ANSWER);
  }
}
