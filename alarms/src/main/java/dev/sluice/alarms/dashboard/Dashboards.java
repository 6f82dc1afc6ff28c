package dev.sluice.alarms.dashboard;

import static dev.sluice.alarms.dashboard.Panel.aws;
import static dev.sluice.alarms.dashboard.Panel.by;
import static dev.sluice.alarms.dashboard.Panel.hidden;
import static dev.sluice.alarms.dashboard.Panel.ours;
import static dev.sluice.alarms.dashboard.Panel.panel;
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
        panel(
                "Error budget left, % of 30 days",
                hidden("calls", Metric.CALLS),
                hidden("failures", Metric.CALL_FAILURES),
                new Panel.Computed(BURNT, "left"))
            .asFigure(),
        panel("Calls and failures", sums(Metric.CALLS, Metric.CALL_FAILURES)),
        panel(
                "Failures, % of calls",
                hidden("calls", Metric.CALLS),
                hidden("failures", Metric.CALL_FAILURES),
                new Panel.Computed("100 * FILL(failures, 0) / calls", "failures"))
            .against("calls-failing"),
        panel(
                "Time of a call, ms",
                ours(Metric.CALL_TIME, "p50"),
                ours(Metric.CALL_TIME, "p95"),
                ours(Metric.CALL_TIME, "p99"))
            .against("calls-slow", "calls-very-slow"),
        panel("Calls by version", by("version", Metric.CALLS, "Sum")),
        panel("Failures by version", by("version", Metric.CALL_FAILURES, "Sum")),
        panel("Time by tool, p95 in ms", by("tool", Metric.CALL_TIME, "p95")),
        panel("Failures by tool", by("tool", Metric.CALL_FAILURES, "Sum")),
        panel("Calls by tool and outcome", by("outcome,tool", Metric.CALLS, "Sum")),
        panel("Calls by source", by("source", Metric.CALLS, "Sum")),
        panel(
                "Environments at once",
                aws("Lambda", "ConcurrentExecutions", "Maximum", "FunctionName", "mcp-function"))
            .against("concurrency-high"),
        panel(
            "Lambda: throttled, errors",
            aws("Lambda", "Throttles", "Sum", "FunctionName", "mcp-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "mcp-function"),
            aws("Lambda", "Throttles", "Sum", "FunctionName", "authorizer-function")),
        panel(
            "API: requests, 5xx",
            aws("ApiGateway", "Count", "Sum", "ApiName", "api", "Stage", "live"),
            aws("ApiGateway", "5XXError", "Sum", "ApiName", "api", "Stage", "live")),
        panel("Given up before the deadline", sum(Metric.DEADLINES_EXCEEDED))
            .against("calls-given-up"),
        panel("The probe: looks, failures", sums(Metric.PROBES, Metric.PROBE_FAILURES)),
        panel("The probe: time, ms", ours(Metric.PROBE_TIME, "Maximum")),
        panel("Messages by the topic of pages", sum(Metric.PAGE_PATH_BEATS)));
  }

  private static List<Panel> data() {
    return List.of(
        panel(
                "Replicas behind, ms, by Aurora",
                aws("RDS", "AuroraReplicaLagMaximum", "Maximum", "DBClusterIdentifier", "database"))
            .against("replicas-lag", "replicas-lag-badly"),
        panel("Replicas behind, ms, as calls see it", ours(Metric.REPLICA_LAG, "Maximum")),
        panel(
            "Time of a statement, ms",
            ours(Metric.STATEMENT_TIME, "p50"),
            ours(Metric.STATEMENT_TIME, "p95")),
        panel("Rows of a statement", ours(Metric.ROWS, "Average"), ours(Metric.ROWS, "Maximum")),
        panel(
            "Statements cancelled, sent again",
            sums(Metric.STATEMENT_CANCELS, Metric.STATEMENT_RETRIES)),
        panel(
            "Servers unreachable, pools in use, rows too old",
            sums(Metric.SERVERS_UNREACHABLE, Metric.POOL_EXHAUSTIONS, Metric.STALE_READS)),
        panel(
                "Connections of a reader",
                aws(
                    "RDS",
                    "DatabaseConnections",
                    "Maximum",
                    "DBClusterIdentifier",
                    "database",
                    "Role",
                    "READER"))
            .against("connections-high"),
        panel(
                "Processors of a reader, %",
                aws(
                    "RDS",
                    "CPUUtilization",
                    "Maximum",
                    "DBClusterIdentifier",
                    "database",
                    "Role",
                    "READER"))
            .against("database-busy"),
        panel(
            "Answers kept",
            sums(
                Metric.CACHE_HITS,
                Metric.CACHE_MISSES,
                Metric.CACHE_PASSES,
                Metric.CACHE_REFUSALS)),
        panel("The cache: failures", sum(Metric.CACHE_FAILURES)),
        panel("The cache: time of a call, ms", ours(Metric.CACHE_TIME, "p95")),
        panel(
            "ElastiCache: thrown away, refused",
            aws("ElastiCache", "Evictions", "Sum", "clusterId", "cache"),
            aws("ElastiCache", "ThrottledCmds", "Sum", "clusterId", "cache")),
        panel(
            "Backups",
            aws("Backup", "NumberOfBackupJobsFailed", "Sum", "BackupVaultName", "vault"),
            aws("Backup", "NumberOfRestoreJobsFailed", "Sum", "BackupVaultName", "vault"),
            aws("Backup", "NumberOfRestoreJobsCompleted", "Sum", "BackupVaultName", "vault")));
  }

  private static List<Panel> tasks() {
    return List.of(
        panel(
            "Tasks",
            sums(
                Metric.TASKS_STARTED,
                Metric.TASKS_COMPLETED,
                Metric.TASKS_FAILED,
                Metric.TASKS_CANCELLED)),
        panel("The first in line waits, ms", ours(Metric.TASK_OLDEST_WAITING, "Maximum"))
            .against("tasks-wait", "tasks-stuck"),
        panel("Attempts, swept", sums(Metric.TASK_ATTEMPTS, Metric.TASKS_SWEPT)),
        panel("Requests to the store sent again", sum(Metric.TASK_STORE_RETRIES))
            .against("task-store-retries"),
        panel(
            "Executions",
            aws("States", "ExecutionsStarted", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsFailed", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsTimedOut", "Sum", "StateMachineArn", "query-task"),
            aws("States", "ExecutionsFailed", "Sum", "StateMachineArn", "erasure")),
        panel(
            "DynamoDB throttles",
            aws("DynamoDB", "ReadThrottleEvents", "Sum", "TableName", "tasks"),
            aws("DynamoDB", "WriteThrottleEvents", "Sum", "TableName", "tasks")),
        panel(
            "Errors of functions",
            aws("Lambda", "Errors", "Sum", "FunctionName", "task-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "sweep-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "erase-function"),
            aws("Lambda", "Errors", "Sum", "FunctionName", "invalidate-function")),
        panel(
            "Dead letters",
            aws(
                "SQS",
                "ApproximateNumberOfMessagesVisible",
                "Maximum",
                "QueueName",
                "dead-letters"),
            aws(
                "SQS",
                "ApproximateNumberOfMessagesVisible",
                "Maximum",
                "QueueName",
                "undelivered")));
  }

  private static List<Panel> cost() {
    return List.of(
        panel(
                "The month's bill, US dollars",
                aws("Billing", "EstimatedCharges", "Maximum", "Currency", "USD"))
            .against("spend-high"),
        panel("Calls", sum(Metric.CALLS)),
        panel("Calls by tool", by("tool", Metric.CALLS, "Sum")),
        panel("Refused for a budget", sum(Metric.BUDGET_REFUSALS)).against("budgets-exhausted"),
        panel("Counted apart", sum(Metric.BUDGET_LOCAL_COUNTS)).against("budgets-counted-apart"),
        panel(
            "Answers kept",
            hidden("hits", Metric.CACHE_HITS),
            hidden("misses", Metric.CACHE_MISSES),
            new Panel.Computed("100 * hits / (hits + misses)", "% kept")));
  }

  private static List<Panel> security() {
    return List.of(
        panel("Requests without a good token", sum(Metric.TOKENS_REFUSED)),
        panel("Keys of issuers", sums(Metric.KEY_FETCHES, Metric.KEY_FETCH_FAILURES)),
        panel(
            "Refused by a switch, switches unread",
            sums(Metric.SWITCH_REFUSALS, Metric.SWITCH_READ_FAILURES)),
        panel(
            "Audit: unwritten, unlinked", sums(Metric.AUDIT_FAILURES, Metric.PSEUDONYMS_UNLINKED)),
        panel(
                "Blocked by the firewall",
                aws(
                    "WAFV2",
                    "BlockedRequests",
                    "Sum",
                    "Region",
                    "region",
                    "Rule",
                    "ALL",
                    "WebACL",
                    "api"))
            .against("requests-blocked"),
        panel(
            "Days of the certificate",
            aws("CertificateManager", "DaysToExpiry", "Minimum", "CertificateArn", "api")));
  }
}
