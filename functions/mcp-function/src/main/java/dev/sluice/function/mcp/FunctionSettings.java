package dev.sluice.function.mcp;

import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.data.Credentials;
import dev.sluice.data.MaskKeys;
import dev.sluice.data.Settings;
import dev.sluice.tool.query.QueryLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the function is told from outside, each by an environment variable, or by a system property
 * of the same name where many live in one process.
 *
 * @param database {@code SLUICE_REPLICA_URLS} (JDBC, with spaces between; one may stand for many,
 *     as {@link Settings} says), {@code SLUICE_PRIMARY_URL}, {@code SLUICE_CONNECTIONS} (1), {@code
 *     SLUICE_CONNECT_TIMEOUT_MILLIS} (1000)
 * @param credentialsFile {@code SLUICE_CREDENTIALS_FILE}
 * @param maskKeyFile {@code SLUICE_MASK_KEY_FILE}, the key of the mask {@code hash}; null where
 *     nothing is hashed
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
 * @param cache where answers are kept: {@code SLUICE_CACHE_URL}, {@code SLUICE_CACHE_CLUSTER}
 *     ({@code true} for ElastiCache Serverless), {@code SLUICE_CACHE_CREDENTIALS_FILE} with its
 *     login; null where no URL is given: then none are
 * @param problemsOnly {@code SLUICE_TELEMETRY}: whether only {@code problems} are written, or
 *     {@code all} there is, the default
 */
record FunctionSettings(
    Settings database,
    Path credentialsFile,
    @Nullable Path maskKeyFile,
    Path catalog,
    Set<String> allowedOrigins,
    @Nullable Principal stranger,
    QueryLimits queries,
    @Nullable RedisSettings cache,
    boolean problemsOnly) {

  /** Where the key of the mask {@code hash} comes from. */
  MaskKeys maskKeys() {
    return maskKeyFile == null ? MaskKeys.none() : MaskKeys.inFile(maskKeyFile);
  }

  /** The settings of this process. */
  static FunctionSettings ofProcess() {
    return read(name -> System.getProperty(name, System.getenv(name)));
  }

  /** Throws {@link IllegalArgumentException} naming the variable that is missing or wrong. */
  static FunctionSettings read(Function<String, @Nullable String> lookup) {
    String taskRoot = text(lookup, "LAMBDA_TASK_ROOT", ".");
    return new FunctionSettings(
        new Settings(
            words(lookup, "SLUICE_REPLICA_URLS"),
            lookup.apply("SLUICE_PRIMARY_URL"),
            number(lookup, "SLUICE_CONNECTIONS", 1),
            number(lookup, "SLUICE_CONNECT_TIMEOUT_MILLIS", 1_000)),
        Path.of(required(lookup, "SLUICE_CREDENTIALS_FILE")),
        path(lookup, "SLUICE_MASK_KEY_FILE"),
        Path.of(text(lookup, "SLUICE_CATALOG", Path.of(taskRoot, "catalog").toString())),
        Set.copyOf(words(lookup, "SLUICE_ALLOWED_ORIGINS")),
        stranger(lookup),
        queries(lookup),
        cache(lookup),
        flag(lookup, "SLUICE_TELEMETRY", "problems", "all"));
  }

  private static @Nullable Principal stranger(Function<String, @Nullable String> lookup) {
    if (!flag(lookup, "SLUICE_OPEN", "true", "false")) {
      return null;
    }
    String tenant = text(lookup, "SLUICE_OPEN_TENANT", "");
    return tenant.isEmpty()
        ? Principal.LOCAL
        : new Principal(
            Principal.LOCAL.subject(),
            tenant,
            Set.copyOf(words(lookup, "SLUICE_OPEN_SCOPES")),
            false);
  }

  private static QueryLimits queries(Function<String, @Nullable String> lookup) {
    Limits usual = QueryLimits.DEFAULT.answer();
    return new QueryLimits(
        new Limits(
            number(lookup, "SLUICE_QUERY_ROWS", usual.maxRows(), 1, Limits.MOST_ROWS),
            number(
                lookup,
                "SLUICE_QUERY_BYTES",
                usual.maxBytes(),
                Limits.LEAST_BYTES,
                Limits.MOST_BYTES),
            number(
                lookup,
                "SLUICE_QUERY_TIMEOUT_MILLIS",
                usual.timeoutMillis(),
                1,
                Limits.MOST_TIMEOUT_MILLIS)),
        number(
            lookup,
            "SLUICE_QUERY_PLAN_COST",
            (int) QueryLimits.USUAL_PLAN_COST,
            1,
            Integer.MAX_VALUE),
        number(
            lookup,
            "SLUICE_QUERY_MAX_AGE_SECONDS",
            QueryLimits.DEFAULT.maxAgeSeconds(),
            0,
            86_400));
  }

  private static @Nullable RedisSettings cache(Function<String, @Nullable String> lookup) {
    String url = text(lookup, "SLUICE_CACHE_URL", "");
    if (url.isEmpty()) {
      return null;
    }
    Path credentials = path(lookup, "SLUICE_CACHE_CREDENTIALS_FILE");
    try {
      return new RedisSettings(
          URI.create(url),
          flag(lookup, "SLUICE_CACHE_CLUSTER", "true", "false"),
          credentials == null ? null : Credentials.inFile(credentials));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the environment variable SLUICE_CACHE_URL: " + e.getMessage(), e);
    }
  }

  private static int number(
      Function<String, @Nullable String> lookup, String name, int otherwise, int least, int most) {
    int value = number(lookup, name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is " + value + ": write " + least + " to " + most);
    }
    return value;
  }

  private static String text(
      Function<String, @Nullable String> lookup, String name, String otherwise) {
    String value = lookup.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  private static @Nullable Path path(Function<String, @Nullable String> lookup, String name) {
    String value = text(lookup, name, "");
    return value.isEmpty() ? null : Path.of(value);
  }

  private static String required(Function<String, @Nullable String> lookup, String name) {
    String value = text(lookup, name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  private static List<String> words(Function<String, @Nullable String> lookup, String name) {
    return Arrays.stream(text(lookup, name, "").split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static int number(Function<String, @Nullable String> lookup, String name, int otherwise) {
    String value = text(lookup, name, String.valueOf(otherwise));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is '" + value + "', not a whole number", e);
    }
  }

  private static boolean flag(
      Function<String, @Nullable String> lookup, String name, String set, String otherwise) {
    String value = text(lookup, name, otherwise);
    if (!value.equals(set) && !value.equals(otherwise)) {
      throw new IllegalArgumentException(
          "the environment variable "
              + name
              + " is '"
              + value
              + "': write "
              + set
              + " or "
              + otherwise);
    }
    return value.equals(set);
  }
}
