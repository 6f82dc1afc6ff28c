package dev.sluice.states.machine;

import java.util.Map;

/**
 * States that lead to one another: a machine's, a branch's, or those of each item of a map.
 *
 * @param startAt the name of the first
 * @param states by name, in the order of the file
 */
public record Graph(String startAt, Map<String, State> states) {}
