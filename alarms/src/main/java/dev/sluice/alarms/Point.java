package dev.sluice.alarms;

import java.util.Map;

/**
 * What was measured in one moment, as EMF and CloudWatch hold it.
 *
 * @param second since 1970
 * @param namespace as in {@link Source}
 * @param metric its name
 * @param dimensions as in {@link Source}; another set is another metric
 * @param value one value
 * @param count how often it was measured, 1 or more
 */
public record Point(
    long second,
    String namespace,
    String metric,
    Map<String, String> dimensions,
    double value,
    int count) {}
