package dev.sluice.function.mcp;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call that only warms the snapshot. Nobody outside this process can make one,
 * which is what marks such a call.
 */
final class PrimingContext implements Context {
  /** So that the recorder is in the snapshot; nothing of it is sent. */
  private static final String TRACE =
      "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1";

  /** A replica that hangs must not hold up a release for long. */
  private static final int TIMEOUT_MILLIS = 3_000;

  private final long startNanos = System.nanoTime();
  private final boolean afresh;

  PrimingContext(boolean afresh) {
    this.afresh = afresh;
  }

  /** Whether the call opens its connections anew, as the first one after a restore does. */
  boolean afresh() {
    return afresh;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return Math.max(0, TIMEOUT_MILLIS - (int) ((System.nanoTime() - startNanos) / 1_000_000));
  }

  @Override
  public String getAwsRequestId() {
    return "priming";
  }

  @Override
  public String getXrayTraceId() {
    return TRACE;
  }

  @Override
  public String getLogGroupName() {
    return "";
  }

  @Override
  public String getLogStreamName() {
    return "";
  }

  @Override
  public String getFunctionName() {
    return "";
  }

  @Override
  public String getFunctionVersion() {
    return "";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 0;
  }

  @Override
  public LambdaLogger getLogger() {
    return LambdaRuntime.getLogger();
  }
}
