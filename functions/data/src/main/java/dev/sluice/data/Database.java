package dev.sluice.data;

import dev.sluice.call.Call;

/** Where rows come from. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Database {

  /**
   * Asks, and waits for the answer no longer than the call's deadline, and for each server that is
   * asked no longer than the query's own limit.
   *
   * @throws DataException when there is no answer
   */
  Rows read(Query query, Call call);
}
