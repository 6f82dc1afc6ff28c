package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.CompositeAlarm;
import dev.sluice.alarms.Expression;
import dev.sluice.alarms.MetricAlarm;
import dev.sluice.alarms.Severity;
import dev.sluice.alarms.Source;
import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What on-call hears, and by which way: the templates held against {@code alarms/set}. */
class AlarmsIT {
  private static final AlarmSet SET = AlarmSet.read(Places.root().resolve("alarms/set"));
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final String COMPOSITE = "AWS::CloudWatch::CompositeAlarm";
  private static final String DASHBOARD = "AWS::CloudWatch::Dashboard";
  private static final String SUBSCRIPTION = "AWS::SNS::Subscription";

  /** What an environment has no alarm for; {@code dev} has none at all. */
  private static final Map<String, Set<String>> LEFT_OUT =
      Map.of(
          // Metrics of bills are in us-east-1 alone.
          "prod",
          Set.of("spend-high"),
          "staging",
          Set.of("spend-high"),
          // The database is its owner's to watch.
          "attached",
          Set.of(
              "spend-high",
              "replicas-lag",
              "replicas-lag-badly",
              "connections-high",
              "database-busy"));

  /**
   * It throws at each bad token; a release stops by it; silence tells of it: an alarm of another
   * kind each.
   */
  private static final Set<String> WITHOUT_ERRORS_ALARM = Set.of("authorizer", "check", "beat");

  /** Values that are words of AWS's. */
  private static final Map<String, String> WORDS = Map.of("Role", "READER", "Rule", "ALL");

  /** Where the name stands that a dimension names. */
  private static final Map<String, List<String>> NAMED_BY =
      Map.of(
          "FunctionName", List.of("AWS::Lambda::Function", "/FunctionName"),
          "ApiName", List.of("AWS::ApiGateway::RestApi", "/Name"),
          "Stage", List.of("AWS::ApiGateway::Stage", "/StageName"),
          "QueueName", List.of("AWS::SQS::Queue", "/QueueName"),
          "TableName", List.of("AWS::DynamoDB::Table", "/TableName"),
          "TopicName", List.of("AWS::SNS::Topic", "/TopicName"),
          "clusterId", List.of("AWS::ElastiCache::ServerlessCache", "/ServerlessCacheName"),
          "DBClusterIdentifier", List.of("AWS::RDS::DBCluster", "/DBClusterIdentifier"),
          "BackupVaultName", List.of("AWS::Backup::BackupVault", "/BackupVaultName"),
          "WebACL", List.of("AWS::WAFv2::WebACL", "/VisibilityConfig/MetricName"));

  static Stream<Deployment> watched() {
    return Templates.environments().filter(Deployment::watched);
  }

  @Test
  void dev_isWatchedByNobody_andHasNothingOfIt() {
    assertThat(Deployments.DEV.watched()).isFalse();
    for (String type : List.of(ALARM, COMPOSITE, DASHBOARD, SUBSCRIPTION, "AWS::SNS::Topic")) {
      assertThat(Templates.resources(Deployments.DEV, type)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("watched")
  void alarms_inTheTemplate_areThoseOfTheDataButWhatIsLeftOut(Deployment plan) {
    Set<String> expected = new TreeSet<>();
    for (String name : SET.alarms().keySet()) {
      if (!LEFT_OUT.getOrDefault(plan.name(), Set.of()).contains(name)) {
        expected.add(plan.named(name));
      }
    }
    assertThat(alarms(plan).keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void alarm_each_isAsTheDataHasIt(Deployment plan) {
    for (Resource alarm : Templates.resources(plan, ALARM)) {
      MetricAlarm data = (MetricAlarm) data(plan, alarm);
      assertThat(alarm.at("/ComparisonOperator").asString(""))
          .isEqualTo(data.comparison().cloudWatchName());
      assertThat(alarm.at("/EvaluationPeriods").asInt()).isEqualTo(data.evaluationPeriods());
      assertThat(alarm.at("/DatapointsToAlarm").asInt()).isEqualTo(data.datapoints());
      assertThat(alarm.at("/TreatMissingData").asString(""))
          .isEqualTo(data.missing().cloudWatchName());
      int returned = 0;
      Set<String> ids = new TreeSet<>();
      for (JsonNode query : alarm.at("/Metrics")) {
        returned += query.path("ReturnData").asBoolean() ? 1 : 0;
        if (query.has("Expression")) {
          assertThat(query.path("Expression").asString(""))
              .isEqualTo(data.expression().text())
              .as("else it is no maths")
              .isNotEqualTo(query.path("Id").asString(""));
        } else {
          ids.add(query.path("Id").asString(""));
          assertThat(query.at("/MetricStat/Period").asInt()).isEqualTo(data.periodSeconds());
          Source source = Objects.requireNonNull(data.sources().get(query.path("Id").asString("")));
          JsonNode metric = query.at("/MetricStat/Metric");
          assertThat(metric.path("Namespace").asString("")).isEqualTo(source.namespace());
          assertThat(metric.path("MetricName").asString("")).isEqualTo(source.metric());
          assertThat(query.at("/MetricStat/Stat").asString("")).isEqualTo(source.statistic());
          assertThat(
                  metric.path("Dimensions").valueStream().map(it -> it.path("Name").asString("")))
              .containsExactlyInAnyOrderElementsOf(source.dimensions().keySet());
        }
      }
      assertThat(returned).as("%s: one value is compared", data.name()).isEqualTo(1);
      assertThat(ids).isEqualTo(data.sources().keySet());
      assertThat(alarm.at("/Metrics").size())
          .isEqualTo(ids.size() + (data.expression() instanceof Expression.Metric ? 0 : 1));
      assertThat(alarm.at("/AlarmDescription").asString(""))
          .startsWith(data.says())
          .contains("https://", "/runbooks/" + data.name() + ".md")
          .hasSizeLessThanOrEqualTo(1_024);
    }
  }

  /** Runbooks show the figures of prod. */
  @Test
  void thresholds_ofProd_areThoseOfTheData() {
    for (Resource alarm : Templates.resources(Deployments.PROD, ALARM)) {
      MetricAlarm data = (MetricAlarm) data(Deployments.PROD, alarm);
      assertThat(alarm.at("/Threshold").asDouble()).as(data.name()).isEqualTo(data.threshold());
    }
  }

  /** A limit that is never reached, or always, is no limit. */
  @Test
  void thresholds_ofStaging_areSharesOfWhatStagingHas() {
    Map<String, Resource> staging = alarms(Deployments.STAGING);
    assertThat(threshold(staging, "concurrency-high")).isEqualTo(32);
    assertThat(threshold(staging, "connections-high")).isEqualTo(640);
    assertThat(threshold(staging, "calls-failing")).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void actions_ofEachAlarm_goByItsSeverityAndComeBackTheSameWay(Deployment plan) {
    String pages = topic(plan, "pages").id();
    String tickets = topic(plan, "tickets").id();
    for (Resource alarm : alarms(plan).values()) {
      Alarm data = data(plan, alarm);
      List<String> told =
          alarm
              .at("/AlarmActions")
              .valueStream()
              .map(action -> action.path("Ref").asString(""))
              .toList();
      assertThat(told)
          .as(data.name())
          .isEqualTo(
              data.severity() == Severity.PART
                  ? List.of()
                  : data.severity() == Severity.PAGE && !data.bySecondPath()
                      ? List.of(pages)
                      : List.of(tickets));
      assertThat(alarm.at("/OKActions")).isEqualTo(alarm.at("/AlarmActions"));
    }
  }

  @ParameterizedTest
  @MethodSource("watched")
  void composites_theirParts_areThereBeforeThem(Deployment plan) {
    Map<String, Resource> all = alarms(plan);
    List<Resource> composites = Templates.resources(plan, COMPOSITE);
    assertThat(composites).hasSize(SET.compositeAlarms().size());
    for (Resource composite : composites) {
      CompositeAlarm data = (CompositeAlarm) data(plan, composite);
      List<String> needed = dependsOn(composite);
      for (String part : data.allOf()) {
        Resource made = Objects.requireNonNull(all.get(plan.named(part)), part);
        assertThat(needed).contains(made.id());
        assertThat(composite.at("/AlarmRule").asString(""))
            .contains("ALARM(\"" + plan.named(part) + "\")");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("watched")
  void dimensions_ofAlarmsAndDashboards_nameThingsThatAreThere(Deployment plan) {
    List<String> wrong = new ArrayList<>();
    int named = 0;
    for (Resource alarm : Templates.resources(plan, ALARM)) {
      for (JsonNode query : alarm.at("/Metrics")) {
        Map<String, JsonNode> dimensions = new LinkedHashMap<>();
        query
            .at("/MetricStat/Metric/Dimensions")
            .forEach(d -> dimensions.put(d.path("Name").asString(""), d.path("Value")));
        named += dimensions.size();
        dimensions.forEach((name, value) -> check(plan, alarm, name, value, wrong));
      }
    }
    for (Resource board : Templates.resources(plan, DASHBOARD)) {
      for (JsonNode widget : body(board).path("widgets")) {
        for (JsonNode line : widget.at("/properties/metrics")) {
          for (int i = 2; i + 1 < line.size(); i += 2) {
            named++;
            check(plan, board, line.path(i).asString(""), line.path(i + 1), wrong);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(named).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void queuesFunctionsAndMachines_each_haveAnAlarmOnWhatFails(Deployment plan) {
    for (Resource queue : Templates.resources(plan, "AWS::SQS::Queue")) {
      assertThat(
              watched(
                  plan, "ApproximateNumberOfMessagesVisible", queue.at("/QueueName").asString("")))
          .as("%s", queue)
          .isTrue();
    }
    for (Resource function : Templates.resources(plan, "AWS::Lambda::Function")) {
      String name = function.at("/FunctionName").asString("");
      assertThat(watched(plan, "Errors", name))
          .as(name)
          .isEqualTo(!WITHOUT_ERRORS_ALARM.contains(name.replace(plan.named(""), "")));
    }
    for (Resource machine : Templates.resources(plan, "AWS::StepFunctions::StateMachine")) {
      String name = machine.at("/StateMachineName").asString("");
      assertThat(watched(plan, "ExecutionsFailed", ":" + name)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("watched")
  void releases_goBack_byTheAlarmsThatTheDataMarks(Deployment plan) {
    Map<String, Resource> all = alarms(plan);
    Set<String> used = new TreeSet<>();
    for (Resource group : Templates.resources(plan, "AWS::CodeDeploy::DeploymentGroup")) {
      List<String> needed = dependsOn(group);
      for (JsonNode alarm : group.at("/AlarmConfiguration/Alarms")) {
        String name = alarm.path("Name").asString("");
        used.add(name.replace(plan.named(""), ""));
        assertThat(needed).contains(Objects.requireNonNull(all.get(name), name).id());
      }
      if (group.at("/DeploymentGroupName").asString("").equals(plan.named("mcp"))) {
        assertThat(group.at("/AlarmConfiguration/Alarms").toString())
            .contains(plan.named("new-version-fails"), plan.named("calls-failing"));
      }
    }
    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            SET.alarms().values().stream()
                .filter(Alarm::rollsBack)
                .map(Alarm::name)
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("watched")
  void topics_areEncryptedAndTakeAlarmsOverTlsAlone(Deployment plan) {
    assertThat(Templates.resources(plan, "AWS::SNS::Topic"))
        .hasSize(2)
        .allSatisfy(
            topic -> {
              assertThat(topic.at("/KmsMasterKeyId").isMissingNode()).isFalse();
              JsonNode statements =
                  Templates.resources(plan, "AWS::SNS::TopicPolicy").stream()
                      .filter(policy -> policy.at("/Topics/0/Ref").asString("").equals(topic.id()))
                      .findFirst()
                      .orElseThrow()
                      .at("/PolicyDocument/Statement");
              assertThat(statements.toString())
                  .contains("cloudwatch.amazonaws.com", ":alarm:" + plan.named("*"))
                  .contains("{\"aws:SecureTransport\":\"false\"}");
            });
    String keys =
        Templates.resources(plan, "AWS::KMS::Key").stream()
            .map(key -> key.at("/KeyPolicy").toString())
            .filter(policy -> policy.contains("cloudwatch.amazonaws.com"))
            .collect(Collectors.joining());
    assertThat(keys).contains("sns.amazonaws.com", "kms:GenerateDataKey*", "kms:Decrypt");
  }

  @ParameterizedTest
  @MethodSource("watched")
  void subscriptions_reachPagerDutyBySeverityAndLoseNothing(Deployment plan) {
    List<String> bySecondPath =
        SET.alarms().values().stream()
            .filter(Alarm::bySecondPath)
            .map(alarm -> plan.named(alarm.name()))
            .toList();
    assertThat(bySecondPath).isNotEmpty();
    Set<String> ways = new TreeSet<>();
    for (Resource each : Templates.resources(plan, SUBSCRIPTION)) {
      assertThat(each.at("/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0").asString(""))
          .contains("Undelivered");
      assertThat(each.at("/FilterPolicyScope").asString("")).isEqualTo("MessageBody");
      String from =
          each.at("/TopicArn/Ref").asString("").equals(topic(plan, "pages").id())
              ? "pages"
              : "tickets";
      String to =
          each.at("/Endpoint")
              .asString("alias")
              .replace("{{resolve:secretsmanager:sluice/" + plan.name() + "/pagerduty:", "")
              .replaceAll("^SecretString:(\\w+).*", "$1");
      String filter = each.at("/FilterPolicy").toString();
      ways.add(from + " by " + each.at("/Protocol").asString("") + " to " + to);
      if (from.equals("tickets")) {
        assertThat(filter).contains(bySecondPath).satisfies(f -> second(to, f));
      }
    }
    assertThat(ways)
        .containsExactly(
            "pages by https to pages",
            "pages by lambda to alias",
            "tickets by email to " + plan.mail(),
            "tickets by https to pages",
            "tickets by https to tickets");
    Resource clock = Templates.resources(plan, "AWS::Scheduler::Schedule").getFirst();
    assertThat(clock.at("/ScheduleExpression").asString("")).isEqualTo("rate(1 minute)");
    assertThat(clock.at("/Target/Arn/Ref").asString("")).isEqualTo(topic(plan, "pages").id());
    assertThat(clock.at("/Target/Input").asString("")).doesNotContain("AlarmName");
  }

  /** SNS compares what filters say with what messages say, and drops what does not match. */
  @ParameterizedTest
  @MethodSource("watched")
  void message_ofEachAlarmAndOfTheClock_reachesWhoItIsFor(Deployment plan) {
    List<Alarm> told =
        SET.alarms().values().stream()
            .filter(alarm -> alarm.severity() != Severity.PART)
            .filter(alarm -> alarms(plan).containsKey(plan.named(alarm.name())))
            .toList();
    assertThat(told).hasSizeGreaterThan(40);
    for (Alarm alarm : told) {
      ObjectNode message = JsonMapper.shared().createObjectNode();
      message.put("AlarmName", plan.named(alarm.name()));
      boolean page = alarm.severity() == Severity.PAGE;
      assertThat(reached(plan, page && !alarm.bySecondPath() ? "pages" : "tickets", message))
          .as(alarm.name())
          .containsExactlyInAnyOrderElementsOf(
              alarm.bySecondPath()
                  ? List.of("email", "https pages")
                  : List.of(page ? "https pages" : "https tickets"));
    }
    Resource clock = Templates.resources(plan, "AWS::Scheduler::Schedule").getFirst();
    JsonNode beat = JsonMapper.shared().readTree(clock.at("/Target/Input").asString(""));
    assertThat(reached(plan, "pages", beat)).containsExactly("lambda");
  }

  private static List<String> reached(Deployment plan, String topic, JsonNode message) {
    return Templates.resources(plan, SUBSCRIPTION).stream()
        .filter(each -> each.at("/TopicArn/Ref").asString("").equals(topic(plan, topic).id()))
        .filter(each -> passes(each.at("/FilterPolicy"), message))
        .map(AlarmsIT::listener)
        .toList();
  }

  private static String listener(Resource subscription) {
    String protocol = subscription.at("/Protocol").asString("");
    Matcher service =
        Pattern.compile("/pagerduty:SecretString:(\\w+)")
            .matcher(subscription.at("/Endpoint").asString(""));
    return service.find() ? protocol + " " + service.group(1) : protocol;
  }

  private static boolean passes(JsonNode filter, JsonNode message) {
    return filter
        .propertyStream()
        .allMatch(
            field ->
                field
                    .getValue()
                    .valueStream()
                    .anyMatch(condition -> holds(condition, message.path(field.getKey()))));
  }

  private static boolean holds(JsonNode condition, JsonNode value) {
    if (condition.isString()) {
      return condition.equals(value);
    }
    if (condition.has("exists")) {
      return condition.path("exists").asBoolean() != value.isMissingNode();
    }
    assertThat(condition.has("anything-but")).as("%s", condition).isTrue();
    return !value.isMissingNode()
        && condition.path("anything-but").valueStream().noneMatch(value::equals);
  }

  private static void second(String to, String filter) {
    assertThat(filter.contains("anything-but")).isEqualTo(to.equals("tickets"));
  }

  @ParameterizedTest
  @MethodSource("watched")
  void dashboards_showTheThresholdsOfTheEnvironment(Deployment plan) {
    Map<String, Resource> all = alarms(plan);
    List<Resource> boards = Templates.resources(plan, DASHBOARD);
    assertThat(boards.stream().map(board -> board.at("/DashboardName").asString("")))
        .containsExactlyInAnyOrder(
            plan.named("service"),
            plan.named("data"),
            plan.named("tasks"),
            plan.named("cost"),
            plan.named("security"));
    for (Resource board : boards) {
      JsonNode body = body(board);
      assertThat(body.path("widgets").size()).isPositive();
      for (JsonNode widget : body.path("widgets")) {
        assertThat(widget.at("/properties/region").asString("")).isEqualTo(plan.place().region());
        assertThat(widget.at("/properties/metrics").size()).isPositive();
        for (JsonNode line : widget.at("/properties/annotations/horizontal")) {
          Resource alarm = all.get(plan.named(line.path("label").asString("")));
          if (alarm != null) {
            assertThat(line.path("value").asDouble()).isEqualTo(alarm.at("/Threshold").asDouble());
          }
        }
      }
    }
  }

  private static void check(
      Deployment plan, Resource by, String dimension, JsonNode value, List<String> wrong) {
    String text = value.asString("");
    List<String> kind = NAMED_BY.get(dimension);
    boolean there =
        switch (dimension) {
          case "Resource" -> isAlias(plan, text);
          case "ExecutedVersion" -> isVersion(plan, value);
          case "StateMachineArn" ->
              values(plan, "AWS::StepFunctions::StateMachine", "/StateMachineName")
                  .contains(text.replaceAll(".*:stateMachine:", ""));
          case "CertificateArn" ->
              values(plan, "AWS::ApiGateway::DomainName", "/RegionalCertificateArn").contains(text);
          case "Region" -> text.equals(plan.place().region());
          default ->
              kind == null
                  ? text.equals(WORDS.get(dimension))
                  : values(plan, kind.getFirst(), kind.getLast()).contains(text);
        };
    if (!there) {
      wrong.add(by + ": " + dimension + " " + value);
    }
  }

  private static boolean isAlias(Deployment plan, String text) {
    String[] parts = text.split(":", -1);
    return parts.length == 2
        && values(plan, "AWS::Lambda::Function", "/FunctionName").contains(parts[0])
        && values(plan, "AWS::Lambda::Alias", "/Name").contains(parts[1]);
  }

  private static boolean isVersion(Deployment plan, JsonNode value) {
    String id = value.at("/Fn::GetAtt/0").asString("");
    return value.at("/Fn::GetAtt/1").asString("").equals("Version")
        && Templates.resources(plan, "AWS::Lambda::Version").stream()
            .anyMatch(version -> version.id().equals(id));
  }

  private static Set<String> values(Deployment plan, String type, String pointer) {
    return Templates.resources(plan, type).stream()
        .map(resource -> resource.at(pointer).asString(""))
        .collect(Collectors.toSet());
  }

  /** Whether an alarm that tells somebody looks at a metric of a thing. */
  private static boolean watched(Deployment plan, String metric, String name) {
    return Templates.resources(plan, ALARM).stream()
        .filter(alarm -> alarm.at("/AlarmActions").size() > 0)
        .flatMap(alarm -> alarm.at("/Metrics").valueStream())
        .map(query -> query.at("/MetricStat/Metric"))
        .filter(each -> each.path("MetricName").asString("").equals(metric))
        .flatMap(each -> each.path("Dimensions").valueStream())
        .anyMatch(dimension -> dimension.path("Value").asString("").endsWith(name));
  }

  private static Map<String, Resource> alarms(Deployment plan) {
    Map<String, Resource> all = new LinkedHashMap<>();
    for (String type : List.of(ALARM, COMPOSITE)) {
      Templates.resources(plan, type).forEach(a -> all.put(a.at("/AlarmName").asString(""), a));
    }
    return all;
  }

  private static Alarm data(Deployment plan, Resource alarm) {
    String name = alarm.at("/AlarmName").asString("").replace(plan.named(""), "");
    return Objects.requireNonNull(SET.alarms().get(name), name);
  }

  private static double threshold(Map<String, Resource> alarms, String name) {
    return Objects.requireNonNull(alarms.get(Deployments.STAGING.named(name)), name)
        .at("/Threshold")
        .asDouble();
  }

  private static Resource topic(Deployment plan, String name) {
    return Templates.resources(plan, "AWS::SNS::Topic").stream()
        .filter(topic -> topic.at("/TopicName").asString("").equals(plan.named(name)))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode body(Resource board) {
    return JsonMapper.shared().readTree(board.at("/DashboardBody").asString(""));
  }

  private static List<String> dependsOn(Resource resource) {
    JsonNode needed = resource.json().path("DependsOn");
    return needed.isArray()
        ? needed.valueStream().map(id -> id.asString("")).toList()
        : List.of(needed.asString(""));
  }
}
