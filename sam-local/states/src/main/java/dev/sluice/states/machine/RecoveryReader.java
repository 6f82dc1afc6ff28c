package dev.sluice.states.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What retries and what catches. */
final class RecoveryReader {
  /** States Language, "Retrying after error": MaxAttempts and MaxDelaySeconds. */
  private static final int MAX_ATTEMPTS = 99_999_999;

  private static final int MAX_DELAY_SECONDS = 31_622_400;

  private RecoveryReader() {}

  static Recovery read(Fields fields) {
    List<Fields> retriers = fields.objects("Retry", "a retrier");
    List<Fields> catchers = fields.objects("Catch", "a catcher");
    return new Recovery(
        retriers.stream().map(one -> retrier(one, one == retriers.getLast())).toList(),
        catchers.stream().map(one -> catcher(one, one == catchers.getLast())).toList());
  }

  private static Retrier retrier(Fields fields, boolean isLast) {
    ErrorNames errors = errors(fields, isLast);
    int interval =
        fields.whole(
            "IntervalSeconds", 1, MachineReader.MAX_SECONDS, Retrier.DEFAULT_INTERVAL_SECONDS);
    Integer maxDelay = fields.whole("MaxDelaySeconds", 1, MAX_DELAY_SECONDS);
    if (maxDelay != null && maxDelay <= interval) {
      fields.add(
          "MaxDelaySeconds",
          "'MaxDelaySeconds' is not more than 'IntervalSeconds'",
          "Write more than " + interval);
    }
    Retrier retrier =
        new Retrier(
            errors,
            interval,
            fields.whole("MaxAttempts", 0, MAX_ATTEMPTS, Retrier.DEFAULT_MAX_ATTEMPTS),
            backoffRate(fields),
            maxDelay,
            fullJitter(fields));
    fields.refuseOthers();
    return retrier;
  }

  private static double backoffRate(Fields fields) {
    JsonNode rate = fields.get("BackoffRate");
    if (rate == null) {
      return Retrier.DEFAULT_BACKOFF_RATE;
    }
    if (!rate.isNumber() || rate.asDouble() < 1) {
      fields.add("BackoffRate", "'BackoffRate' is " + rate, "Write a number of at least 1.0");
      return Retrier.DEFAULT_BACKOFF_RATE;
    }
    return rate.asDouble();
  }

  private static boolean fullJitter(Fields fields) {
    @Nullable String jitter = fields.text("JitterStrategy");
    if (jitter != null && !jitter.equals("FULL") && !jitter.equals("NONE")) {
      fields.add(
          "JitterStrategy", "'JitterStrategy' is '" + jitter + "'", "Write 'FULL' or 'NONE'");
    }
    return "FULL".equals(jitter);
  }

  private static Catcher catcher(Fields fields, boolean isLast) {
    Catcher catcher =
        new Catcher(
            errors(fields, isLast),
            PathReader.result(fields),
            fields.requiredText("Next", "Failed"));
    fields.refuseOthers();
    return catcher;
  }

  private static ErrorNames errors(Fields fields, boolean isLast) {
    List<String> names = fields.texts("ErrorEquals");
    if (!fields.has("ErrorEquals")) {
      fields.add("", fields.kind() + " has no 'ErrorEquals'", "Write \"ErrorEquals\": […]");
    }
    if (names.contains(ErrorNames.ALL) && (names.size() > 1 || !isLast)) {
      fields.add(
          "ErrorEquals",
          "'" + ErrorNames.ALL + "' must be alone, and in the last of the list",
          "Move it to one of its own at the end");
    }
    if (names.contains(ErrorNames.RUNTIME)) {
      fields.add(
          "ErrorEquals",
          "'" + ErrorNames.RUNTIME + "' ends an execution, whatever is written here",
          "Leave it out");
    }
    return new ErrorNames(names);
  }
}
