package dev.sluice.data;

/**
 * What a long read came to.
 *
 * @param head as the sink was told it last
 * @param rows how many were handed out
 * @param bytes of them as JSON, as {@link LongLimits} counts them
 * @param cut whether rows were left out, and by which limit
 */
public record Streamed(RowSink.Head head, long rows, long bytes, Rows.Cut cut) {}
