package dev.sluice.tool.task;

import dev.sluice.data.LongLimits;
import dev.sluice.data.Query;

/**
 * What a task reads.
 *
 * @param query judged, with the masks of its answer
 * @param limits of all its rows
 */
public record LongQuery(Query query, LongLimits limits) {}
