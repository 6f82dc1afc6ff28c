package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What must hold of every environment, each for its reason. */
class PropertiesIT {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final double CONNECTIONS_SHARE = 0.6;

  /** Actions that know no resources, or none yet, and which may therefore be allowed on all. */
  private static final Set<String> NAMELESS =
      Set.of(
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets",
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSubnets",
          "ec2:AssignPrivateIpAddresses",
          "ec2:UnassignPrivateIpAddresses",
          "cloudwatch:DescribeAlarms",
          "logs:CreateLogDelivery",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups");

  static Stream<Deployment> environments() {
    return Templates.environments();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void dependencies_haveNoCircle(Deployment plan) {
    // CloudFormation refuses the whole template, and the CDK does not look.
    Templates.of(plan)
        .forEach(
            (stack, template) -> {
              Map<String, Set<String>> edges = new HashMap<>();
              JsonNode resources = template.path("Resources");
              resources.forEachEntry((id, json) -> edges.put(id, references(json, resources)));
              edges
                  .keySet()
                  .forEach(
                      id ->
                          assertThat(reaches(edges, id))
                              .as("%s/%s needs itself", stack, id)
                              .doesNotContain(id));
            });
  }

  @ParameterizedTest
  @MethodSource("environments")
  void snapStart_isWithoutProvisionedConcurrency(Deployment plan) {
    // Lambda refuses the version, and the CDK does not say so.
    // The check is of the release that it checks, so CodeDeploy calls it by its plain name.
    assertThat(Templates.resources(plan, FUNCTION))
        .allSatisfy(
            function ->
                assertThat(function.at("/SnapStart/ApplyOn").asString(""))
                    .isEqualTo(duty(plan, function).equals("check") ? "" : "PublishedVersions"));
    for (String type : List.of("AWS::Lambda::Alias", "AWS::Lambda::Version")) {
      assertThat(Templates.resources(plan, type))
          .allSatisfy(
              resource ->
                  assertThat(resource.at("/ProvisionedConcurrencyConfig").isMissingNode())
                      .isTrue());
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void aliases_haveNoWeightsAndAreMovedByCodeDeploy(Deployment plan) {
    // Weights of the template and of CodeDeploy would undo each other.
    assertThat(Templates.resources(plan, "AWS::Lambda::Alias"))
        .as("an alias for each function but the check")
        .hasSize(Templates.resources(plan, FUNCTION).size() - 1)
        .allSatisfy(
            alias -> {
              assertThat(alias.at("/RoutingConfig").isMissingNode()).isTrue();
              assertThat(alias.json().at("/UpdatePolicy/CodeDeployLambdaAliasUpdate").isObject())
                  .isTrue();
            });
    assertThat(Templates.resources(plan, "AWS::CodeDeploy::DeploymentGroup"))
        .allSatisfy(
            group -> {
              assertThat(group.at("/AlarmConfiguration/IgnorePollAlarmFailure").asBoolean(true))
                  .as("%s goes on where alarms cannot be asked", group)
                  .isFalse();
              assertThat(group.at("/AlarmConfiguration/Alarms").size())
                  .as("CodeDeploy watches ten alarms")
                  .isBetween(plan.watched() ? 1 : 0, 10);
            });
  }

  @ParameterizedTest
  @MethodSource("environments")
  void timeouts_areShorterThanTheCallers(Deployment plan) {
    // Who gives up first must be the one that can say why.
    Map<String, Integer> seconds = new HashMap<>();
    Templates.resources(plan, FUNCTION)
        .forEach(f -> seconds.put(duty(plan, f), f.at("/Timeout").asInt()));
    int integration =
        Templates.resources(plan, "AWS::ApiGateway::Method").stream()
            .map(method -> method.at("/Integration/TimeoutInMillis"))
            .filter(JsonNode::isNumber)
            .mapToInt(JsonNode::asInt)
            .sum();
    assertThat(seconds.getOrDefault("mcp", 0) * 1000).isLessThan(integration);
    assertThat(integration).as("API Gateway's own limit").isLessThanOrEqualTo(29_000);
    assertThat(seconds.get("authorizer")).isLessThan(29);
    assertThat(seconds.get("task")).as("TimeoutSeconds of the state Run").isLessThan(870);
    assertThat(seconds.get("erase")).as("TimeoutSeconds of the state Stop").isLessThan(300);
    assertThat(seconds.get("sweep")).as("the rate of its rule").isLessThan(60);
    assertThat(seconds.get("probe")).as("the rate of its rule").isLessThan(60);
    assertThat(seconds.get("check")).as("CodeDeploy's patience").isLessThan(3600);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void paths_areTheIntendedAndOnlyTheDocumentsAreOpen(Deployment plan) {
    Map<String, Resource> byId = new HashMap<>();
    Templates.resources(plan, "AWS::ApiGateway::Resource").forEach(r -> byId.put(r.id(), r));
    Set<String> open = new TreeSet<>();
    Set<String> closed = new TreeSet<>();
    for (Resource method : Templates.resources(plan, "AWS::ApiGateway::Method")) {
      String told =
          method.at("/HttpMethod").asString("")
              + " "
              + path(byId, method.at("/ResourceId/Ref").asString(""));
      (method.at("/AuthorizationType").asString("").equals("NONE") ? open : closed).add(told);
    }
    assertThat(closed).containsExactly("ANY /mcp");
    assertThat(open)
        .containsExactly(
            "GET /.well-known/oauth-protected-resource",
            "GET /.well-known/oauth-protected-resource/mcp");
    assertThat(Templates.resources(plan, "AWS::Lambda::Url")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void challenges_areLiteralAndNameTheDocument(Deployment plan) {
    // A function's WWW-Authenticate is renamed: only these reach a client.
    Map<String, String> headers = new HashMap<>();
    Templates.resources(plan, "AWS::ApiGateway::GatewayResponse")
        .forEach(
            r ->
                headers.put(
                    r.at("/ResponseType").asString("") + " " + r.at("/StatusCode").asString(""),
                    r.at("/ResponseParameters").toString()));
    assertThat(headers)
        .containsOnlyKeys("UNAUTHORIZED 401", "ACCESS_DENIED 403", "AUTHORIZER_FAILURE 503");
    assertThat(headers.get("UNAUTHORIZED 401"))
        .contains("gatewayresponse.header.WWW-Authenticate", "'Bearer ", "resource_metadata=")
        .contains("/.well-known/oauth-protected-resource/mcp\\\"'");
    assertThat(headers.get("ACCESS_DENIED 403")).contains("context.authorizer.challenge");
  }

  @ParameterizedTest
  @MethodSource("environments")
  void authorizer_asksForEveryCall(Deployment plan) {
    Resource authorizer = Templates.resources(plan, "AWS::ApiGateway::Authorizer").getFirst();
    assertThat(authorizer.at("/AuthorizerResultTtlInSeconds").asInt(-1)).isZero();
    assertThat(authorizer.at("/IdentitySource").asString(""))
        .isEqualTo("method.request.header.Authorization");
    assertThat(
            Templates.resources(plan, FUNCTION).stream()
                .filter(f -> duty(plan, f).equals("authorizer"))
                .allMatch(f -> f.at("/VpcConfig").isMissingNode()))
        .as("it must reach the issuer, and nothing in the network does")
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void statements_allowNoMoreThanNamedThings(Deployment plan) {
    List<String> wide = new ArrayList<>();
    for (Resource resource : Templates.resources(plan)) {
      if (resource.type().equals("AWS::IAM::Policy") || resource.type().equals("AWS::IAM::Role")) {
        List<JsonNode> documents = new ArrayList<>();
        documents.add(resource.at("/PolicyDocument"));
        resource.at("/Policies").forEach(policy -> documents.add(policy.path("PolicyDocument")));
        for (JsonNode document : documents) {
          for (JsonNode statement : document.path("Statement")) {
            if (statement.path("Effect").asString("").equals("Allow")) {
              tooWide(resource, statement, wide);
            }
          }
        }
      }
    }
    assertThat(wide).isEmpty();
  }

  private static void tooWide(Resource resource, JsonNode statement, List<String> wide) {
    List<String> actions = texts(statement.path("Action"));
    boolean everything = texts(statement.path("Resource")).contains("*");
    for (String action : actions) {
      boolean logsOfApi = resource.id().startsWith("Account") && action.startsWith("logs:");
      if (action.contains("*") || (everything && !NAMELESS.contains(action) && !logsOfApi)) {
        wide.add(resource + " allows " + action + " on " + statement.path("Resource"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void keptThings_areEncryptedUnderOurKeysAndEnd(Deployment plan) {
    assertThat(Templates.resources(plan, "AWS::Logs::LogGroup"))
        .allSatisfy(
            log -> {
              assertThat(log.at("/KmsKeyId").isMissingNode()).as("%s has no key", log).isFalse();
              assertThat(log.at("/RetentionInDays").asInt(0))
                  .as("%s does not end", log)
                  .isEqualTo(plan.keeping().logDays());
            });
    assertThat(Templates.resources(plan, "AWS::DynamoDB::Table"))
        .allSatisfy(
            table -> {
              assertThat(table.at("/SSESpecification/KMSMasterKeyId").isMissingNode()).isFalse();
              assertThat(
                      table
                          .at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                          .asBoolean(false))
                  .isTrue();
              // Keys of subjects end by an erasure, switches by whoever switches on again.
              assertThat(table.at("/TimeToLiveSpecification/Enabled").asBoolean(false))
                  .as("%s has an end for what is in it", table)
                  .isEqualTo(
                      !table.at("/TableName").asString("").matches(".*-(subjects|switches)"));
            });
    assertThat(Templates.resources(plan, "AWS::S3::Bucket"))
        .allSatisfy(
            bucket -> {
              assertThat(bucket.at("/BucketEncryption").isObject()).isTrue();
              assertThat(bucket.at("/LifecycleConfiguration/Rules").size()).isPositive();
              assertThat(
                      bucket
                          .at("/PublicAccessBlockConfiguration/BlockPublicPolicy")
                          .asBoolean(false))
                  .isTrue();
            });
    for (String[] kind :
        new String[][] {
          {"AWS::SQS::Queue", "/KmsMasterKeyId"},
          {"AWS::SecretsManager::Secret", "/KmsKeyId"},
          {"AWS::ElastiCache::ServerlessCache", "/KmsKeyId"},
          {"AWS::RDS::DBCluster", "/KmsKeyId"},
          {"AWS::Backup::BackupVault", "/EncryptionKeyArn"}
        }) {
      assertThat(Templates.resources(plan, kind[0]))
          .allSatisfy(
              r -> assertThat(r.at(kind[1]).isMissingNode()).as("%s has no key", r).isFalse());
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void keptThings_outliveTheirStackWherePlanned(Deployment plan) {
    for (String type :
        List.of(
            "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::RDS::DBCluster")) {
      assertThat(Templates.resources(plan, type))
          .allSatisfy(
              r ->
                  assertThat(r.json().path("DeletionPolicy").asString(""))
                      .as(r.toString())
                      .isIn(
                          plan.keeping().afterDeletion()
                              ? List.of("Retain", "Snapshot")
                              : List.of("Delete")));
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void connections_leaveTheDatabaseToOthers(Deployment plan) throws IOException {
    List<Resource> readers = new ArrayList<>();
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      // By its code: one that forgot to say how many it opens would not be counted otherwise.
      if (CodeReads.of(Templates.module(function))
          .variablesFrom(function.at("/Handler").asString(""))
          .contains("SLUICE_REPLICA_URLS")) {
        readers.add(function);
      }
    }
    assertThat(readers).extracting(f -> duty(plan, f)).containsExactlyInAnyOrder("mcp", "task");
    int most = (int) (CONNECTIONS_SHARE * plan.database().maxConnections());
    assertThat(connections(readers, null))
        .isPositive()
        .isEqualTo(plan.sizes().mostConnections())
        .isLessThanOrEqualTo(most);
    assertThat(plan.database().mostConnections()).as("what the role may open").isEqualTo(most);
    for (Resource swollen : readers) {
      assertThat(connections(readers, swollen))
          .as("a hundred times as many of %s would be seen", swollen)
          .isGreaterThan(most);
    }
  }

  /** To one server: declared and ad-hoc statements never share a connection. */
  private static int connections(List<Resource> functions, @Nullable Resource swollen) {
    int connections = 0;
    for (Resource function : functions) {
      JsonNode each = function.at("/Environment/Variables/SLUICE_CONNECTIONS");
      int reserved = function.at("/ReservedConcurrentExecutions").asInt(0);
      assertThat(each.asString("")).as("%s does not say how many", function).isNotEmpty();
      assertThat(reserved).as("%s is not bounded", function).isPositive();
      connections +=
          reserved * Integer.parseInt(each.asString()) * 2 * (function.equals(swollen) ? 100 : 1);
    }
    return connections;
  }

  @ParameterizedTest
  @MethodSource("environments")
  void handlers_areInTheZips(Deployment plan) throws IOException {
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      String handler = function.at("/Handler").asString("");
      String module = Templates.module(function);
      Path zip = Places.root().resolve("functions/" + module + "/target/" + module + "-lambda.zip");
      try (var inside = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of())) {
        assertThat(inside.getPath(handler.replace('.', '/') + ".class"))
            .as("the handler of %s", function)
            .exists();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void groups_areOpenToGroupsOnly(Deployment plan) {
    for (Resource rule : Templates.resources(plan, "AWS::EC2::SecurityGroupIngress")) {
      assertThat(rule.at("/CidrIp").isMissingNode()).as("%s names addresses", rule).isTrue();
    }
    for (Resource group : Templates.resources(plan, "AWS::EC2::SecurityGroup")) {
      for (JsonNode rule : group.at("/SecurityGroupIngress")) {
        assertThat(rule.has("CidrIp")).as("%s lets addresses in", group).isFalse();
      }
    }
    for (String none :
        List.of("AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::EIP")) {
      assertThat(Templates.resources(plan, none)).isEmpty();
    }
  }

  /** Functions write metrics themselves: a filter of their lines would count them twice. */
  @ParameterizedTest
  @MethodSource("environments")
  void metricFilters_thereAreNone(Deployment plan) {
    assertThat(Templates.resources(plan, "AWS::Logs::MetricFilter")).isEmpty();
  }

  /**
   * Policies of things, beside those of roles. A key's speaks of itself, and an endpoint lets
   * through whom its own account says; what else allows everything or everybody is too much.
   */
  @ParameterizedTest
  @MethodSource("environments")
  void policiesOfThings_allowNoMoreThanTheirConditionSays(Deployment plan) {
    Set<String> wide = new TreeSet<>();
    for (Resource resource : Templates.resources(plan)) {
      if (resource.type().startsWith("AWS::IAM::")) {
        continue;
      }
      for (String pointer : List.of("/PolicyDocument", "/KeyPolicy", "/ResourcePolicy")) {
        for (JsonNode statement : resource.at(pointer).path("Statement")) {
          boolean all =
              texts(statement.path("Resource")).contains("*")
                  || texts(statement.path("Action")).contains("*")
                  || texts(statement.path("Principal")).contains("*");
          if (all
              && statement.path("Effect").asString("").equals("Allow")
              && !resource.type().equals("AWS::KMS::Key")
              && !(resource.type().equals("AWS::EC2::VPCEndpoint")
                  && statement.path("Condition").isObject())) {
            wide.add(resource + ": " + statement);
          }
        }
      }
    }
    assertThat(wide).isEmpty();
  }

  /** Lambda writes what was not done as the function, under the queue's key. */
  @ParameterizedTest
  @MethodSource("environments")
  void functionsWithDeadLetters_each_mayUseTheKeyOfTheQueue(Deployment plan) {
    List<Resource> with =
        Templates.resources(plan, "AWS::Lambda::Function").stream()
            .filter(function -> !function.at("/DeadLetterConfig").isMissingNode())
            .toList();
    assertThat(with).isNotEmpty();
    for (Resource function : with) {
      String role = function.at("/Role/Fn::GetAtt/0").asString();
      assertThat(Templates.resources(plan, "AWS::IAM::Policy"))
          .as("%s", function)
          .anyMatch(
              policy ->
                  policy.at("/Roles").toString().contains(role)
                      && policy.at("/PolicyDocument/Statement").toString().contains("\"sqs.")
                      && policy
                          .at("/PolicyDocument/Statement")
                          .toString()
                          .contains("kms:GenerateDataKey"));
    }
  }

  /** Traces are paid for one by one; what failed is sent by the function itself. */
  @ParameterizedTest
  @MethodSource("environments")
  void traces_ofCalls_areOneInAHundred(Deployment plan) {
    assertThat(Templates.resources(plan, "AWS::XRay::SamplingRule"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.at("/SamplingRule/FixedRate").asDouble()).isEqualTo(0.01);
              assertThat(rule.at("/SamplingRule/ReservoirSize").asInt()).isZero();
            });
  }

  /** What is named by text and not by reference is not checked by CloudFormation. */
  @ParameterizedTest
  @MethodSource("environments")
  void statements_namingByText_nameThingsThatAreThere(Deployment plan) {
    Set<String> names = new HashSet<>();
    for (Resource resource : Templates.resources(plan)) {
      for (String pointer :
          List.of("/BucketName", "/StateMachineName", "/DeploymentGroupName", "/FunctionName")) {
        names.add(resource.at(pointer).asString(""));
      }
    }
    names.remove("");
    for (Resource policy : Templates.resources(plan, "AWS::IAM::Policy")) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        for (String text : texts(statement.path("Resource"))) {
          if (text.startsWith("arn:aws:")) {
            List<String> parts = List.of(text.split("[:/]", -1));
            assertThat(names.stream().anyMatch(parts::contains))
                .as("%s names %s", policy, text)
                .isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void readers_doNotForwardWrites(Deployment plan) {
    // A reader that writes would undo what a replica is for.
    assertThat(Templates.resources(plan, "AWS::RDS::DBCluster"))
        .allSatisfy(
            cluster ->
                assertThat(cluster.at("/EnableLocalWriteForwarding").asBoolean(false)).isFalse());
  }

  @ParameterizedTest
  @MethodSource("environments")
  void logins_ofADatabaseOfOurs_areByIamAsTheReaderAlone(Deployment plan) {
    // A password that nobody keeps cannot be taken; one role of one cluster is all a token is for.
    boolean ours = plan.database() instanceof DatabasePlan.Created;
    assertThat(Templates.resources(plan, "AWS::RDS::DBCluster"))
        .hasSize(ours ? 1 : 0)
        .allSatisfy(
            cluster -> {
              assertThat(cluster.at("/EnableIAMDatabaseAuthentication").asBoolean(false)).isTrue();
              assertThat(cluster.at("/ManageMasterUserPassword").asBoolean(false)).isTrue();
              assertThat(cluster.at("/MasterUserPassword").isMissingNode()).isTrue();
            });
    assertThat(Templates.resources(plan, "AWS::SecretsManager::Secret"))
        .filteredOn(secret -> secret.at("/Name").asString("").endsWith("/reader"))
        .hasSize(ours ? 0 : 1);
    Set<String> mayConnect = new TreeSet<>();
    for (Resource policy : Templates.resources(plan, "AWS::IAM::Policy")) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        if (statement.toString().contains("rds-db:")) {
          assertThat(texts(statement.path("Action"))).containsExactly("rds-db:connect");
          assertThat(statement.path("Resource").isArray()).as("one role").isFalse();
          assertThat(statement.path("Resource").toString())
              .containsPattern(":rds-db:eu-central-1:\\d{12}:dbuser:\",")
              .contains("DBClusterResourceId", "\"/sluice_reader\"")
              .doesNotContain("*");
          mayConnect.add(policy.at("/Roles/0/Ref").asString(""));
        }
      }
    }
    Set<String> asReader = new TreeSet<>();
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      JsonNode variables = function.at("/Environment/Variables");
      if (variables.has("SLUICE_DATABASE_IAM_USER")) {
        assertThat(variables.path("SLUICE_DATABASE_IAM_USER").asString(""))
            .isEqualTo("sluice_reader");
        assertThat(variables.path("SLUICE_REPLICA_URLS").toString()).contains("verify-full");
        assertThat(variables.path("SLUICE_PRIMARY_URL").toString()).contains("verify-full");
        asReader.add(function.at("/Role/Fn::GetAtt/0").asString(""));
      }
    }
    assertThat(asReader).hasSize(ours ? 2 : 0).isEqualTo(mayConnect);
  }

  private static String duty(Deployment plan, Resource function) {
    return function.at("/FunctionName").asString("").replace(plan.named(""), "");
  }

  private static String path(Map<String, Resource> byId, String id) {
    Resource resource = byId.get(id);
    return resource == null
        ? ""
        : path(byId, resource.at("/ParentId/Ref").asString(""))
            + "/"
            + resource.at("/PathPart").asString("");
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(value -> value.asString("")).toList()
        : List.of(node.asString(""));
  }

  private static Set<String> references(JsonNode json, JsonNode resources) {
    Set<String> found = new HashSet<>();
    for (JsonNode ref : json.findValues("Ref")) {
      found.add(ref.asString(""));
    }
    for (JsonNode get : json.findValues("Fn::GetAtt")) {
      found.add(get.isArray() ? get.get(0).asString("") : get.asString(""));
    }
    found.addAll(texts(json.path("DependsOn")));
    found.removeIf(id -> !resources.has(id));
    return found;
  }

  private static Set<String> reaches(Map<String, Set<String>> edges, String from) {
    Set<String> seen = new HashSet<>();
    List<String> open = new ArrayList<>(edges.getOrDefault(from, Set.of()));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (seen.add(next)) {
        open.addAll(edges.getOrDefault(next, Set.of()));
      }
    }
    return seen;
  }
}
