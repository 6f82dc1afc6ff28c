package dev.sluice.cdk;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Who reaches what, read off the templates: what may call a function, and what a function's role
 * may do to which thing. Drawn in Mermaid.
 */
final class Reach {
  private static final String FUNCTION = "AWS::Lambda::Function";

  /** What kinds of things are drawn, and how the drawing calls them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "AWS::DynamoDB::Table",
          "/TableName",
          "AWS::S3::Bucket",
          "/BucketName",
          "AWS::SecretsManager::Secret",
          "/Name",
          "AWS::ElastiCache::ServerlessCache",
          "/ServerlessCacheName",
          "AWS::StepFunctions::StateMachine",
          "/StateMachineName",
          "AWS::SQS::Queue",
          "/QueueName",
          "AWS::SNS::Topic",
          "/TopicName",
          "AWS::CodeDeploy::DeploymentGroup",
          "/DeploymentGroupName",
          FUNCTION,
          "/FunctionName");

  private final Deployment plan;
  private final Map<String, Resource> byId = new TreeMap<>();

  /** A line from one to another, and what is said beside it. */
  private final Map<String, Set<String>> edges = new TreeMap<>();

  private Reach(Deployment plan) {
    this.plan = plan;
    Templates.resources(plan).forEach(resource -> byId.put(resource.id(), resource));
  }

  static String mermaid(Deployment plan) {
    Reach reach = new Reach(plan);
    reach.api();
    reach.rules();
    reach.machines();
    reach.topics();
    reach.releases();
    reach.roles();
    reach.database();
    return reach.draw();
  }

  private void api() {
    edge("client", "api", "HTTPS, by way of WAF");
    edge("api", "authorizer", "asks for every call");
    for (Resource method : Templates.resources(plan, "AWS::ApiGateway::Method")) {
      String integration = method.at("/Integration/Uri").toString();
      function(integration).forEach(name -> edge("api", name, "POST /mcp, authorized"));
    }
    edge("authorizer", "issuer", "reads its keys");
    edge("probe", "api", "as a stranger");
  }

  private void rules() {
    for (Resource rule : Templates.resources(plan, "AWS::Events::Rule")) {
      String when = rule.at("/ScheduleExpression").asString("an event");
      for (JsonNode target : rule.at("/Targets")) {
        function(target.path("Arn").toString()).forEach(name -> edge("EventBridge", name, when));
      }
    }
  }

  private void machines() {
    for (Resource machine : Templates.resources(plan, "AWS::StepFunctions::StateMachine")) {
      function(machine.at("/DefinitionSubstitutions").toString())
          .forEach(name -> edge(called(machine), name, "each step"));
    }
  }

  private void topics() {
    for (Resource subscription : Templates.resources(plan, "AWS::SNS::Subscription")) {
      String from = thing(subscription.at("/TopicArn"));
      String endpoint = subscription.at("/Endpoint").toString();
      String to =
          endpoint.contains("pagerduty")
              ? "PagerDuty"
              : function(endpoint).stream().findFirst().orElse("mail");
      edge(String.valueOf(from), to, subscription.at("/Protocol").asString(""));
    }
    for (Resource schedule : Templates.resources(plan, "AWS::Scheduler::Schedule")) {
      edge(
          "EventBridge",
          String.valueOf(thing(schedule.at("/Target/Arn"))),
          schedule.at("/ScheduleExpression").asString(""));
    }
    for (Resource alarm : Templates.resources(plan, "AWS::CloudWatch::Alarm")) {
      alarm
          .at("/AlarmActions")
          .forEach(topic -> edge("CloudWatch", String.valueOf(thing(topic)), "alarms"));
    }
  }

  private void releases() {
    for (Resource alias : Templates.resources(plan, "AWS::Lambda::Alias")) {
      JsonNode hook =
          alias.json().at("/UpdatePolicy/CodeDeployLambdaAliasUpdate/BeforeAllowTrafficHook");
      if (!hook.isMissingNode()) {
        function(hook.toString()).forEach(name -> edge("CodeDeploy", name, "before traffic"));
      }
      function(alias.at("/FunctionName").toString())
          .forEach(name -> edge("CodeDeploy", name, "moves live"));
    }
  }

  private void roles() {
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      String role = function.at("/Role/Fn::GetAtt/0").asString("");
      for (Resource policy : Templates.resources(plan, "AWS::IAM::Policy")) {
        if (policy.at("/Roles").toString().contains("\"" + role + "\"")) {
          policy.at("/PolicyDocument/Statement").forEach(s -> statement(called(function), s));
        }
      }
    }
  }

  private void statement(String from, JsonNode statement) {
    if (!statement.path("Effect").asString("").equals("Allow")) {
      return;
    }
    List<String> actions = new ArrayList<>();
    texts(statement.path("Action")).forEach(action -> actions.add(action.replaceAll(".*:", "")));
    List<JsonNode> resources = new ArrayList<>();
    if (statement.path("Resource").isArray()) {
      statement.path("Resource").forEach(resources::add);
    } else {
      resources.add(statement.path("Resource"));
    }
    for (JsonNode resource : resources) {
      String to = thing(resource);
      if (to != null && !to.equals(from)) {
        String how = to.equals("database") ? " by IAM" : "";
        actions.forEach(action -> edge(from, to, action + how));
      }
    }
  }

  /** Functions in the network reach what its groups let in: the database among them. */
  private void database() {
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      if (!function.at("/Environment/Variables/SLUICE_REPLICA_URLS").isMissingNode()) {
        edge(called(function), "database", "SQL, as the reader");
      }
    }
  }

  /** The thing that a statement names; null for what is not drawn. */
  private @Nullable String thing(JsonNode resource) {
    String text = resolved(resource).toString();
    if (text.contains(":deploymentgroup:")) {
      return "CodeDeploy";
    }
    if (text.contains(":dbuser:")) {
      return "database";
    }
    Set<String> functions = function(text);
    if (!functions.isEmpty()) {
      return functions.iterator().next();
    }
    for (Resource candidate : byId.values()) {
      String called = name(candidate);
      if (called != null
          && (text.contains("\"" + candidate.id() + "\"") || names(text, candidate))) {
        return called;
      }
    }
    return null;
  }

  private static boolean names(String text, Resource candidate) {
    String plain = String.valueOf(plainName(candidate));
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(plain) + "(?![\\w-])")
        .matcher(text)
        .find();
  }

  /** With what another stack exports in the place of its import. */
  private JsonNode resolved(JsonNode node) {
    if (node.has("Fn::ImportValue")) {
      String export = node.path("Fn::ImportValue").asString("");
      for (JsonNode template : Templates.of(plan).values()) {
        for (JsonNode output : template.path("Outputs")) {
          if (output.at("/Export/Name").asString("").equals(export)) {
            return output.path("Value");
          }
        }
      }
    }
    if (node.has("Fn::Join")) {
      StringBuilder all = new StringBuilder("[");
      node.at("/Fn::Join/1").forEach(part -> all.append(resolved(part)).append(','));
      return StringNode.valueOf(all.append(']').toString());
    }
    return node;
  }

  /** The functions whose ids, or whose aliases' or versions', a text names. */
  private Set<String> function(String text) {
    Set<String> found = new TreeSet<>();
    for (Resource resource : byId.values()) {
      if (text.contains("\"" + resource.id() + "\"")) {
        switch (resource.type()) {
          case FUNCTION -> found.add(called(resource));
          case "AWS::Lambda::Alias", "AWS::Lambda::Version" ->
              found.addAll(function(resource.at("/FunctionName").toString()));
          default -> {
            // Not a function.
          }
        }
      }
    }
    return found;
  }

  private String called(Resource resource) {
    return Objects.requireNonNull(name(resource), resource.toString());
  }

  private @Nullable String name(Resource resource) {
    String plain = plainName(resource);
    if (plain == null) {
      return null;
    }
    String prefix = "sluice/" + plan.name() + "/";
    if (plain.startsWith(prefix)) {
      String last = plain.substring(prefix.length());
      return last.equals("reader") || last.equals("erasure") ? "secret " + last : "keys";
    }
    String last = plain.replace(plan.named(""), "").replaceAll("-\\d{12}-.*", "");
    return switch (resource.type()) {
      case "AWS::DynamoDB::Table" -> "table " + last;
      case "AWS::S3::Bucket" -> "bucket " + last;
      case "AWS::SNS::Topic" -> "topic " + last;
      case "AWS::StepFunctions::StateMachine" -> "machine " + last;
      case "AWS::CodeDeploy::DeploymentGroup" -> "CodeDeploy";
      default -> last;
    };
  }

  private static @Nullable String plainName(Resource resource) {
    String pointer = NAMES.get(resource.type());
    return pointer == null ? null : resource.at(pointer).asString(resource.id());
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(value -> texts.add(value.asString("")));
    } else {
      texts.add(node.asString(""));
    }
    return texts;
  }

  private void edge(String from, String to, String what) {
    edges.computeIfAbsent(from + "|" + to, _ -> new TreeSet<>()).add(what);
  }

  private String draw() {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    text.append("  subgraph network[\"network without a way out\"]\n");
    for (Resource function : Templates.resources(plan, FUNCTION)) {
      if (function.at("/VpcConfig").isObject()) {
        text.append("    ").append(id(called(function))).append('\n');
      }
    }
    text.append("    ").append(id("database")).append("\n    ").append(id("cache"));
    text.append("\n  end\n");
    edges.forEach(
        (ends, what) -> {
          String[] parts = ends.split("\\|", -1);
          text.append("  ")
              .append(id(parts[0]))
              .append(" -- \"")
              .append(String.join(", ", what))
              .append("\" --> ")
              .append(id(parts[1]))
              .append('\n');
        });
    return text.toString();
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "_") + "[\"" + name + "\"]";
  }
}
