package dev.sluice.alarms;

import java.util.List;
import java.util.Map;

/**
 * What an alarm must do with given data. Before it begins, the first period is taken to have lasted
 * for as long as anybody looks back.
 *
 * @param given what is known of each period, oldest first: values of a metric (NaN where there is
 *     none), or for a composite the states of each part, numbered
 * @param states the state after each period
 */
public record AlarmCase(Map<String, double[]> given, List<AlarmState> states) {}
