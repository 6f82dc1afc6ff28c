package dev.sluice.cdk;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.SecretName;
import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What functions are told from outside, held against what their code asks for, both ways. */
class VariablesIT {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String USUAL = "what is usual will do; an environment sets it where not";
  private static final String LAPTOP = "for one machine";
  private static final String FILE = "a file, where there is no Secrets Manager";

  /** What the code reads and no template sets, and why not. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          entry("SLUICE_ALLOWED_ORIGINS", "no web page calls, unless somebody wants one"),
          entry("SLUICE_AUDIENCES", USUAL),
          entry("SLUICE_AUDIT_FILE", "records are lines of the log"),
          entry("SLUICE_CACHE_CREDENTIALS_FILE", FILE),
          entry("SLUICE_CATALOG", "it is in the package"),
          entry("SLUICE_CLIENTS", USUAL),
          entry("SLUICE_CONNECT_TIMEOUT_MILLIS", USUAL),
          entry("SLUICE_CREDENTIALS_FILE", FILE),
          entry("SLUICE_CREDENTIALS_SECRET", "a database of ours has no password for the reader"),
          entry("SLUICE_DATABASE_IAM_USER", "a database that is there already has a secret for it"),
          entry("SLUICE_FURTHER_SCOPES", USUAL),
          entry("SLUICE_ISSUER_LOOPBACK", LAPTOP),
          entry("SLUICE_LEEWAY_SECONDS", USUAL),
          entry("SLUICE_OPEN", LAPTOP),
          entry("SLUICE_OPEN_SCOPES", LAPTOP),
          entry("SLUICE_OPEN_TENANT", LAPTOP),
          entry("SLUICE_QUERY_BYTES", USUAL),
          entry("SLUICE_QUERY_MAX_AGE_SECONDS", USUAL),
          entry("SLUICE_QUERY_PLAN_COST", USUAL),
          entry("SLUICE_QUERY_ROWS", USUAL),
          entry("SLUICE_QUERY_TIMEOUT_MILLIS", USUAL),
          entry("SLUICE_SCOPE_CLAIM", USUAL),
          entry("SLUICE_SECRETS_FOLDER", FILE),
          entry("SLUICE_SWITCHES_SECONDS", USUAL),
          entry("SLUICE_STAGE", "with a domain there is no stage in the path"),
          entry("SLUICE_TASKS_IN_ALL", USUAL),
          entry("SLUICE_TASKS_KEPT_SECONDS", USUAL),
          entry("SLUICE_TASKS_PER_TENANT", USUAL),
          entry("SLUICE_TASKS_WAITING_PER_TENANT", USUAL),
          entry("SLUICE_TELEMETRY", "all of it"),
          entry("SLUICE_TOKEN_ALGORITHMS", USUAL));

  /** Left out here and there only. */
  private static final Set<String> SOMETIMES =
      Set.of("SLUICE_STAGE", "SLUICE_CREDENTIALS_SECRET", "SLUICE_DATABASE_IAM_USER");

  static Stream<Deployment> environments() {
    return Templates.environments();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void variables_setAndRead_areTheSameButForThoseLeftOut(Deployment plan) throws IOException {
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      String handler = function.at("/Handler").asString("");
      Set<String> read = CodeReads.of(Templates.module(function)).variablesFrom(handler);
      Set<String> set =
          function
              .at("/Environment/Variables")
              .propertyStream()
              .map(Map.Entry::getKey)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(read).as("what %s can reach", handler).isNotEmpty();
      assertThat(read).as("%s sets what no code of it reads", function).containsAll(set);
      Set<String> missing = new TreeSet<>(read);
      missing.removeAll(set);
      missing.removeAll(LEFT_OUT.keySet());
      assertThat(missing).as("%s does not set what its code reads", function).isEmpty();
    }
  }

  @Test
  void leftOut_everyName_isReadSomewhereAndSetNowhere() throws IOException {
    Set<String> read = new TreeSet<>();
    Set<String> set = new TreeSet<>();
    for (Deployment plan : Templates.environments().toList()) {
      for (Resource function : Templates.resources(plan, FUNCTION)) {
        read.addAll(
            CodeReads.of(Templates.module(function))
                .variablesFrom(function.at("/Handler").asString("")));
        function.at("/Environment/Variables").propertyNames().forEach(set::add);
      }
    }
    set.removeAll(SOMETIMES);
    assertThat(read).containsAll(LEFT_OUT.keySet());
    assertThat(set).doesNotContainAnyElementsOf(LEFT_OUT.keySet());
  }

  @ParameterizedTest
  @MethodSource("environments")
  void secretsAndTables_named_areInTheTemplate(Deployment plan) {
    Set<String> secrets = names(plan, "AWS::SecretsManager::Secret", "/Name");
    Set<String> tables = names(plan, "AWS::DynamoDB::Table", "/TableName");
    String prefix = "sluice/" + plan.name() + "/";
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      function
          .at("/Environment/Variables")
          .forEachEntry(
              (name, value) -> {
                if (name.endsWith("_SECRET")) {
                  assertThat(secrets).as("%s of %s", name, function).contains(value.asString(""));
                } else if (name.endsWith("_TABLE")) {
                  assertThat(tables).as("%s of %s", name, function).contains(value.asString(""));
                } else if (name.equals("SLUICE_SECRETS_PREFIX")) {
                  assertThat(value.asString("")).isEqualTo(prefix);
                }
              });
    }
    for (SecretName name : SecretName.values()) {
      assertThat(secrets).as("a key that the code may ask for").contains(prefix + name.text());
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void cacheUser_maySendWhatTheCodeSends(Deployment plan) throws IOException {
    Set<String> sent = new TreeSet<>(CodeReads.of("mcp-function").redisCommands());
    sent.addAll(CodeReads.of("ops-function").redisCommands());
    String access =
        Templates.resources(plan, "AWS::ElastiCache::User")
            .getFirst()
            .at("/AccessString")
            .asString("");
    assertThat(sent).contains("get", "eval", "hset");
    for (String command : sent) {
      assertThat(access).containsPattern("\\+" + command + "(?![a-z])");
    }
  }

  private static Set<String> names(Deployment plan, String type, String pointer) {
    List<Resource> all = Templates.resources(plan, type);
    return all.stream()
        .map(resource -> resource.at(pointer).asString(""))
        .collect(Collectors.toSet());
  }
}
