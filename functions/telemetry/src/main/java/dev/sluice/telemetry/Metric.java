package dev.sluice.telemetry;

import java.util.EnumSet;
import java.util.Set;

/**
 * Every metric there is, under the name that alarms and dashboards know; a name ends in its unit.
 */
public enum Metric {
  /** Calls answered, well or badly. */
  CALLS("calls_count"),
  /** Calls answered with an error that is not the caller's. */
  CALL_FAILURES("call_failures_count"),
  /** Calls that Sluice gave up on before Lambda would have. */
  DEADLINES_EXCEEDED("deadlines_exceeded_count"),
  /** Time from the event to the answer. */
  CALL_TIME("call_time_milliseconds"),
  /** Rows handed out by one statement. */
  ROWS("rows_count"),
  /** Time a statement took, from the pool to the last row. */
  STATEMENT_TIME("statement_time_milliseconds"),
  /** Statements that were sent again because their connection had died. */
  STATEMENT_RETRIES("statement_retries_count"),
  /** Statements that a client had to cancel on the server. */
  STATEMENT_CANCELS("statement_cancels_count"),
  /** Servers that could not be reached when a statement wanted them. */
  SERVERS_UNREACHABLE("servers_unreachable_count"),
  /** Statements that found every connection to a server in use by others. */
  POOL_EXHAUSTIONS("pool_exhaustions_count"),
  /** How far a server can have been behind the primary, each time that it was measured. */
  REPLICA_LAG("replica_lag_milliseconds"),
  /** Answers older than their tool allows: labelled, or refused. */
  STALE_READS("stale_reads_count"),
  /** Answers that were kept for an earlier call. */
  CACHE_HITS("cache_hits_count"),
  /** Questions whose answer was not kept, and had to be read. */
  CACHE_MISSES("cache_misses_count"),
  /** Calls that went by the cache, because it had failed a moment before. */
  CACHE_PASSES("cache_passes_count"),
  /** Visits to the cache that failed, or took too long. */
  CACHE_FAILURES("cache_failures_count"),
  /** Answers that could have been kept, and were too large or one too many for their owner. */
  CACHE_REFUSALS("cache_refusals_count"),
  /** Time that one call spent on the cache. */
  CACHE_TIME("cache_time_milliseconds"),
  /** Tasks that got their turn, and whose execution was started. */
  TASKS_STARTED("tasks_started_count"),
  /** Tasks that have a result. */
  TASKS_COMPLETED("tasks_completed_count"),
  /** Tasks that came to nothing. */
  TASKS_FAILED("tasks_failed_count"),
  /** Tasks that their owner told to end. */
  TASKS_CANCELLED("tasks_cancelled_count"),
  /** Attempts at tasks that began: more than tasks where some had to be made again. */
  TASK_ATTEMPTS("task_attempts_count"),
  /** For how long the first in line has waited for its turn; 0 where none waits. */
  TASK_OLDEST_WAITING("task_oldest_waiting_milliseconds"),
  /** Tasks that the sweeper had to set going again, or to end. */
  TASKS_SWEPT("tasks_swept_count"),
  /** Requests to the store of tasks that were sent again. */
  TASK_STORE_RETRIES("task_store_retries_count"),
  /** Requests without a token that is good. */
  TOKENS_REFUSED("tokens_refused_count"),
  /** Times that an issuer was asked for its keys. */
  KEY_FETCHES("key_fetches_count"),
  /** Times that an issuer did not give its keys. */
  KEY_FETCH_FAILURES("key_fetch_failures_count"),
  /** Messages that came by the topic of pages: one a minute is sent by the clock. */
  PAGE_PATH_BEATS("page_path_beats_count"),
  /** Records under a pseudonym that no other environment has, because keys could not be reached. */
  PSEUDONYMS_UNLINKED("pseudonyms_unlinked_count"),
  /** Calls that were not answered, because their record could not be written. */
  AUDIT_FAILURES("audit_failures_count"),
  /** Calls that their caller's or tenant's budget had no room for. */
  BUDGET_REFUSALS("budget_refusals_count"),
  /** Calls whose use was counted in the environment alone, because the shared store was away. */
  BUDGET_LOCAL_COUNTS("budget_local_counts_count"),
  /** Calls of what an operator has switched off. */
  SWITCH_REFUSALS("switch_refusals_count"),
  /** Times that what is switched off could not be read. */
  SWITCH_READ_FAILURES("switch_read_failures_count"),
  /** Looks at what is deployed, from outside, six times a minute. */
  PROBES("probes_count"),
  /** Looks that did not find what callers should; 0 where all was well. */
  PROBE_FAILURES("probe_failures_count"),
  /** Time that one look took. */
  PROBE_TIME("probe_time_milliseconds");

  /** What alarms with periods under a minute look at; they want values of a second. */
  private static final Set<Metric> FAST =
      EnumSet.of(CALLS, CALL_FAILURES, CALL_TIME, TOKENS_REFUSED, PROBES, PROBE_FAILURES);

  private final String metricName;

  Metric(String metricName) {
    this.metricName = metricName;
  }

  /** The name as it is emitted, its unit last. */
  public String metricName() {
    return metricName;
  }

  /** Whether it is kept by the second, for alarms with periods under a minute. */
  public boolean isFast() {
    return FAST.contains(this);
  }
}
