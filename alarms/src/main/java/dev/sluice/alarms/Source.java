package dev.sluice.alarms;

import java.util.Map;

/**
 * A metric as an alarm looks at it.
 *
 * @param namespace {@link #OURS}, or one of AWS's
 * @param metric its name there
 * @param dimensions in order; values are logical names, which the deployment knows as real ones
 * @param statistic Sum, Average, Maximum, Minimum, SampleCount, or p and two digits
 */
public record Source(
    String namespace, String metric, Map<String, String> dimensions, String statistic) {
  /** The namespace of what Sluice itself measures. */
  public static final String OURS = "Sluice";
}
