package dev.sluice.alarms.dashboard;

import static dev.sluice.alarms.dashboard.Panel.aws;
import static dev.sluice.alarms.dashboard.Panel.by;
import static dev.sluice.alarms.dashboard.Panel.hidden;
import static dev.sluice.alarms.dashboard.Panel.of;
import static dev.sluice.alarms.dashboard.Panel.ours;
import static dev.sluice.alarms.dashboard.Panel.sum;
import static dev.sluice.alarms.dashboard.Panel.sums;

import dev.sluice.alarms.AlarmSet;
import dev.sluice.telemetry.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every dashboard there is: what on-call opens first, and what explains it. Values of dimensions
 * are logical names, as in alarms, which a deployment replaces.
 */
public final class Dashboards {
  private static final String BURNT = "100 * (1 - FILL(failures, 0) / calls / 0.001)";

  private Dashboards() {}

  /** The body of each, by its name. */
  public static Map<String, String> all(AlarmSet set) {
    DashboardBody body = new DashboardBody(set);
    Map<String, String> all = new TreeMap<>();
    all.put("service", body.of(service(), "-PT3H"));
    all.put("data", body.of(data(), "-PT3H"));
    all.put("tasks", body.of(tasks(), "-PT12H"));
    all.put("cost", body.of(cost(), "-P30D"));
    all.put("security", body.of(security(), "-P1D"));
    return all;
  }

  private static List<Panel> service() {
    return List.of(
        of(
                "Error budget left, % of the time shown",
                hidden("calls", Metric.CALLS),
                hidden("failures", Metric.CALL_FAILURES),
                new Panel.Computed(BURNT, "left"))
            .asFigure(),
        of("Calls and failures", sums(Metric.CALLS, Metric.CALL_FAILURES)),
        of(
                "Failures, % of calls",
                hidden("calls", Metric.CALLS),
                hidden("failures", Metric.CALL_FAILURES),
                new Panel.Computed("100 * FILL(failures, 0) / calls", "failures"))
            .against("calls-failing"),
        of(
                "Time of a call, ms",
                ours(Metric.CALL_TIME, "p50"),
                ours(Metric.CALL_TIME, "p95"),
                ours(Metric.CALL_TIME, "p99"))
            .against("calls-slow", "calls-very-slow"),
        of("Calls by version", by("version", Metric.CALLS, "Sum")),
        of("Failures by version", by("version", Metric.CALL_FAILURES, "Sum")),
        of("Time by tool, p95 in ms", by("tool", Metric.CALL_TIME, "p95")),
        of("Failures by tool", by("tool", Metric.CALL_FAILURES, "Sum")),
        of("Calls by tool and outcome", by("outcome,tool", Metric.CALLS, "Sum")),
        of("Calls by source", by("source", Metric.CALLS, "Sum")),
        of(
                "Environments at once",
                aws(
                    "Lambda",
                    "ConcurrentExecutions",
                    "Maximum",
                    "FunctionName",
                    "mcp-function"))
            .against("concurrency-high"),
        of(
            "Lambda: throttled, errors",
            aws("Lambda", "Throttles", "Sum", "FunctionName", "mcp-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "mcp-function"),
            aws("Lambda", "Throttles", "Sum", "FunctionName", "authorizer-function")),
        of(
            "API: requests, 5xx",
            aws("ApiGateway", "Count", "Sum", "ApiName", "api", "Stage", "live"),
            aws("ApiGateway", "5XXError", "Sum", "ApiName", "api", "Stage", "live")),
        of("Given up before the deadline", sum(Metric.DEADLINES_EXCEEDED)).against("calls-given-up"),
        of("The probe: looks, failures", sums(Metric.PROBES, Metric.PROBE_FAILURES)),
        of("The probe: time, ms", ours(Metric.PROBE_TIME, "Maximum")),
        of("Messages by the topic of pages", sum(Metric.PAGE_PATH_BEATS)));
  }

  private static List<Panel> data() {
    return List.of(
        of(
                "Replicas behind, ms, by Aurora",
                aws(
                    "RDS",
                    "AuroraReplicaLagMaximum",
                    "Maximum",
                    "DBClusterIdentifier",
                    "database"))
            .against("replicas-lag", "replicas-lag-badly"),
        of("Replicas behind, ms, as calls see it", ours(Metric.REPLICA_LAG, "Maximum")),
        of("Time of a statement, ms", ours(Metric.STATEMENT_TIME, "p50"), ours(Metric.STATEMENT_TIME, "p95")),
        of("Rows of a statement", ours(Metric.ROWS, "Average"), ours(Metric.ROWS, "Maximum")),
        of(
            "Statements cancelled, sent again",
            sums(Metric.STATEMENT_CANCELS, Metric.STATEMENT_RETRIES)),
        of(
            "Servers unreachable, pools in use, rows too old",
            sums(Metric.SERVERS_UNREACHABLE, Metric.POOL_EXHAUSTIONS, Metric.STALE_READS)),
        of(
                "Connections of a reader",
                aws("RDS", "DatabaseConnections", "Maximum", "DBClusterIdentifier", "database", "Role", "READER"))
            .against("connections-high"),
        of(
                "Processors of a reader, %",
                aws("RDS", "CPUUtilization", "Maximum", "DBClusterIdentifier", "database", "Role", "READER"))
            .against("database-busy"),
        of(
            "Answers kept",
            sums(
                Metric.CACHE_HITS,
                Metric.CACHE_MISSES,
                Metric.CACHE_PASSES,
                Metric.CACHE_REFUSALS)),
        of("The cache: failures", sum(Metric.CACHE_FAILURES)),
        of("The cache: time of a call, ms", ours(Metric.CACHE_TIME, "p95")),
        of(
            "ElastiCache: thrown away, refused",
            aws("ElastiCache", "Evictions", "Sum", "clusterId", "cache"),
            aws("ElastiCache", "ThrottledCmds", "Sum", "clusterId", "cache")),
        of(
            "Backups",
            aws("Backup", "NumberOfBackupJobsFailed", "Sum", "BackupVaultName", "vault"),
            aws("Backup", "NumberOfRestoreJobsFailed", "Sum", "BackupVaultName", "vault"),
            aws("Backup", "NumberOfRestoreJobsCompleted", "Sum", "BackupVaultName", "vault")));
  }

  private static List<Panel> tasks() {
    return List.of(
        of(
            "Tasks",
            sums(
                Metric.TASKS_STARTED,
                Metric.TASKS_COMPLETED,
                Metric.TASKS_FAILED,
                Metric.TASKS_CANCELLED)),
        of("The first in line waits, ms", ours(Metric.TASK_OLDEST_WAITING, "Maximum"))
            .against("tasks-wait", "tasks-stuck"),
        of("Attempts, swept", sums(Metric.TASK_ATTEMPTS, Metric.TASKS_SWEPT)),
        of("Requests to the store sent again", sum(Metric.TASK_STORE_RETRIES))
            .against("task-store-retries"),
        of(
            "Executions",
            aws("States", "ExecutionsStarted", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsFailed", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsTimedOut", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsFailed", "Sum", "StateMachineArn", "erasure")),
        of(
            "DynamoDB throttles",
            aws("DynamoDB", "ReadThrottleEvents", "Sum", "TableName", "tasks"),
            aws("DynamoDB", "WriteThrottleEvents", "Sum", "TableName", "tasks")),
        of(
            "Errors of functions",
            aws("Lambda", "Errors", "Sum", "FunctionName", "task-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "sweep-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "erase-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "invalidate-function")),
        of(
            "Dead letters",
            aws("SQS", "ApproximateNumberOfMessagesVisible", "Maximum", "QueueName", "dead-letters")));
  }

  private static List<Panel> cost() {
    return List.of(
        of(
                "The month's bill, US dollars",
                aws("Billing", "EstimatedCharges", "Maximum", "Currency", "USD"))
            .against("spend-high"),
        of("Calls", sum(Metric.CALLS)),
        of("Calls by tool", by("tool", Metric.CALLS, "Sum")),
        of("Refused for a budget", sum(Metric.BUDGET_REFUSALS)).against("budgets-exhausted"),
        of("Counted apart", sum(Metric.BUDGET_LOCAL_COUNTS)).against("budgets-counted-apart"),
        of(
            "Answers kept",
            hidden("hits", Metric.CACHE_HITS),
            hidden("misses", Metric.CACHE_MISSES),
            new Panel.Computed("100 * hits / (hits + misses)", "% kept")));
  }

  private static List<Panel> security() {
    return List.of(
        of("Requests without a good token", sum(Metric.TOKENS_REFUSED)),
        of("Keys of issuers", sums(Metric.KEY_FETCHES, Metric.KEY_FETCH_FAILURES)),
        of("Refused by a switch, switches unread", sums(Metric.SWITCH_REFUSALS, Metric.SWITCH_READ_FAILURES)),
        of("Audit: unwritten, unlinked", sums(Metric.AUDIT_FAILURES, Metric.PSEUDONYMS_UNLINKED)),
        of(
                "Blocked by the firewall",
                aws("WAFV2", "BlockedRequests", "Sum", "WebACL", "api", "Rule", "ALL"))
            .against("requests-blocked"),
        of(
            "Days of the certificate",
            aws("CertificateManager", "DaysToExpiry", "Minimum", "CertificateArn", "api")));
  }
}
