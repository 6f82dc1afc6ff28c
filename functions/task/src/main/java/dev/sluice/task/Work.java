package dev.sluice.task;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a task is to do: a call of a tool. Never a statement: that is taken from the catalogue when
 * the work runs, and judged there.
 *
 * @param tool the tool's name
 * @param arguments checked against its schema; not to be changed
 * @param version of the catalogue under which the call was taken, for whoever reads the record;
 *     what runs is judged by the catalogue of then
 */
public record Work(String tool, ObjectNode arguments, String version) {}
