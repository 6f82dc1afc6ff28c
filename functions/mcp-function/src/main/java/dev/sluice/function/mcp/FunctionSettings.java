package dev.sluice.function.mcp;

import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Environment;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.data.DatabaseLogin;
import dev.sluice.data.Settings;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.tool.query.QueryLimits;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the function is told from outside, each by an environment variable, or by a system property
 * of the same name where many live in one process.
 *
 * @param database {@code SLUICE_REPLICA_URLS} (JDBC, with spaces between; one may stand for many,
 *     as {@link Settings} says), {@code SLUICE_PRIMARY_URL}, {@code SLUICE_CONNECTIONS} (1), {@code
 *     SLUICE_CONNECT_TIMEOUT_MILLIS} (1000)
 * @param login as {@link DatabaseLogin} reads them
 * @param catalog {@code SLUICE_CATALOG}, or {@code catalog} in the task's root
 * @param allowedOrigins {@code SLUICE_ALLOWED_ORIGINS}: pages that may call, with spaces between;
 *     none by default
 * @param stranger as whom callers are let in that no authorizer has seen; null, the default, where
 *     they are not. {@code SLUICE_OPEN} set to {@code true} lets them do everything; with {@code
 *     SLUICE_OPEN_TENANT} they belong to that tenant, and hold the scopes in {@code
 *     SLUICE_OPEN_SCOPES}, with spaces between
 * @param queries how much an ad-hoc query may ask: {@code SLUICE_QUERY_ROWS} (200), {@code
 *     SLUICE_QUERY_BYTES} (262144), {@code SLUICE_QUERY_TIMEOUT_MILLIS} (10000), {@code
 *     SLUICE_QUERY_PLAN_COST} (10000000), {@code SLUICE_QUERY_MAX_AGE_SECONDS} (30)
 * @param cache as {@link RedisSettings} reads them; null where nothing is kept
 * @param tasks as {@link TaskSettings} reads them; null where there are none
 * @param subjectsTable {@code SLUICE_SUBJECTS_TABLE}, where the keys of pseudonyms are; null where
 *     none are kept: then records are of each environment alone
 * @param auditFile {@code SLUICE_AUDIT_FILE}, at the end of which records are written; null, the
 *     default, for standard output
 * @param switches as {@link SwitchSettings} reads them; null where nothing can be switched off
 * @param problemsOnly {@code SLUICE_TELEMETRY}: whether only {@code problems} are written, or
 *     {@code all} there is, the default
 */
record FunctionSettings(
    Settings database,
    DatabaseLogin login,
    Path catalog,
    Set<String> allowedOrigins,
    @Nullable Principal stranger,
    QueryLimits queries,
    @Nullable RedisSettings cache,
    @Nullable TaskSettings tasks,
    @Nullable String subjectsTable,
    @Nullable Path auditFile,
    @Nullable SwitchSettings switches,
    boolean problemsOnly) {

  /** Throws {@link IllegalArgumentException} naming the variable that is missing or wrong. */
  static FunctionSettings read(Environment environment) {
    return new FunctionSettings(
        Settings.of(environment),
        DatabaseLogin.of(environment, InstantSource.system()),
        catalog(environment),
        Set.copyOf(environment.words("SLUICE_ALLOWED_ORIGINS")),
        stranger(environment),
        queries(environment),
        RedisSettings.of(environment, InstantSource.system()),
        TaskSettings.of(environment),
        environment.text("SLUICE_SUBJECTS_TABLE", "").isEmpty()
            ? null
            : environment.required("SLUICE_SUBJECTS_TABLE"),
        environment.path("SLUICE_AUDIT_FILE"),
        SwitchSettings.of(environment),
        environment.flag("SLUICE_TELEMETRY", "problems", "all"));
  }

  private static Path catalog(Environment environment) {
    String taskRoot = environment.text("LAMBDA_TASK_ROOT", ".");
    return Path.of(environment.text("SLUICE_CATALOG", Path.of(taskRoot, "catalog").toString()));
  }

  private static @Nullable Principal stranger(Environment environment) {
    if (!environment.flag("SLUICE_OPEN", "true", "false")) {
      return null;
    }
    String tenant = environment.text("SLUICE_OPEN_TENANT", "");
    return tenant.isEmpty()
        ? Principal.LOCAL
        : new Principal(
            Principal.LOCAL.subject(),
            tenant,
            Set.copyOf(environment.words("SLUICE_OPEN_SCOPES")),
            false);
  }

  private static QueryLimits queries(Environment environment) {
    Limits usual = QueryLimits.DEFAULT.answer();
    return new QueryLimits(
        new Limits(
            environment.number("SLUICE_QUERY_ROWS", usual.maxRows(), 1, Limits.MOST_ROWS),
            environment.number(
                "SLUICE_QUERY_BYTES", usual.maxBytes(), Limits.LEAST_BYTES, Limits.MOST_BYTES),
            environment.number(
                "SLUICE_QUERY_TIMEOUT_MILLIS",
                usual.timeoutMillis(),
                1,
                Limits.MOST_TIMEOUT_MILLIS)),
        environment.number(
            "SLUICE_QUERY_PLAN_COST", (int) QueryLimits.USUAL_PLAN_COST, 1, Integer.MAX_VALUE),
        environment.number(
            "SLUICE_QUERY_MAX_AGE_SECONDS", QueryLimits.DEFAULT.maxAgeSeconds(), 0, 86_400));
  }
}
