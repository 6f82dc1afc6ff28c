package dev.sluice.data;

import dev.sluice.call.Call;
import java.io.IOException;

/**
 * Where more rows come from than an answer may hold. Implementations are safe for use by several
 * threads.
 */
@FunctionalInterface
public interface LongReads {

  /**
   * Asks as {@link Database} does, under the same claims, masks and promises of freshness, and
   * hands out each row as it comes: one statement in one read-only transaction, so all rows are of
   * one moment. What is in memory does not grow with the rows.
   *
   * <p>Whatever is thrown, the rows that were handed out by then are worthless: nobody goes on
   * where they end.
   *
   * @param query the statement; its own limits are not looked at
   * @param limits how much and how long; the call's deadline may leave less
   * @param cancellation asked about once a second, whether rows come or not
   * @param sink has at most 30 s for each row: no connection is held longer for nothing
   * @throws DataException when there is no answer; {@link DataException.BrokenOff} and {@link
   *     DataException.Busy} where the same read may well succeed from its beginning, {@link
   *     DataException.Cancelled} where it is no longer wanted
   * @throws IOException as the sink throws it
   */
  Streamed stream(
      Query query, LongLimits limits, Call call, Cancellation cancellation, RowSink sink)
      throws IOException;
}
