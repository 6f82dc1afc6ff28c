package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What moto can deploy of the templates, deployed there, where it is installed: {@code
 * moto_server}. The types that it lacks are in {@code moto-lacks.txt}; they are left out, and what
 * refers to them is a text instead.
 */
class MotoIT {
  private static final Deployment PLAN = Deployments.PROD;
  private static final Path LACKS = Path.of("src/test/resources/moto-lacks.txt");

  /** Reads as an ARN, and as a host of a cluster. */
  private static final String LEFT_OUT =
      "arn:aws:sqs:eu-central-1:000000000000:left-out-%s.cluster-none";

  /** A zip without a file. */
  private static final byte[] EMPTY =
      "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern MEMBER =
      Pattern.compile("<LogicalResourceId>([^<]+)</LogicalResourceId>");

  @TempDir private static Path folder;
  private static Optional<Path> command = Optional.empty();

  @BeforeAll
  static void find() {
    command = MotoServer.command();
    System.out.println(
        "the templates on moto: "
            + (command.isPresent() ? "run" : "NOT run, there is no moto_server on the PATH"));
    Assumptions.assumeTrue(command.isPresent(), "there is no moto_server on the PATH");
  }

  @Test
  void templates_withoutWhatMotoLacks_deploy() throws Exception {
    Set<String> lacks = new TreeSet<>();
    for (String line : Files.readAllLines(LACKS)) {
      if (line.startsWith("AWS::")) {
        lacks.add(line.replaceAll("[\\s,].*", ""));
      }
    }
    try (MotoServer moto =
        MotoServer.start(
            command.orElseThrow(),
            PLAN.place().account(),
            PLAN.place().region(),
            folder.resolve("moto.log"))) {
      upload(moto);
      Set<String> used = new HashSet<>();
      Templates.of(PLAN)
          .forEach(
              (stack, template) -> {
                if (!stack.equals("Copies")) {
                  deploy(moto, stack, template, lacks, used);
                }
              });

      assertThat(used).as("types that are left out are in the templates").isEqualTo(lacks);
      String tables = moto.json("dynamodb", "DynamoDB_20120810.ListTables", "{}");
      for (Resource table : Templates.resources(PLAN, "AWS::DynamoDB::Table")) {
        assertThat(tables).contains("\"" + table.at("/TableName").asString("") + "\"");
      }
      String machines = moto.json("states", "AWSStepFunctions.ListStateMachines", "{}");
      for (Resource machine : Templates.resources(PLAN, "AWS::StepFunctions::StateMachine")) {
        assertThat(machines).contains("\"" + machine.at("/StateMachineName").asString("") + "\"");
      }
    }
  }

  private static void deploy(
      MotoServer moto, String stack, JsonNode template, Set<String> lacks, Set<String> used) {
    ObjectNode reduced = (ObjectNode) template.deepCopy();
    ObjectNode resources = (ObjectNode) reduced.get("Resources");
    Set<String> gone = new TreeSet<>();
    resources.forEachEntry(
        (id, resource) -> {
          String type = resource.path("Type").asString("");
          if (lacks.contains(type)) {
            gone.add(id);
            used.add(type);
          }
        });
    resources.remove(gone);
    // The CDK's version in the account, which moto looks up and does not find.
    reduced.remove(List.of("Parameters", "Rules"));
    // moto reads the tags of a key otherwise than CloudFormation writes them.
    resources.forEachEntry(
        (_, resource) -> {
          if (resource.path("Type").asString("").equals("AWS::KMS::Key")) {
            ((ObjectNode) resource.path("Properties")).remove("Tags");
          }
        });
    JsonNode deployable = without(reduced, gone);
    try {
      String name = PLAN.named(stack.toLowerCase(Locale.ROOT));
      moto.put("/templates/" + stack, JsonMapper.shared().writeValueAsBytes(deployable));
      Map<String, String> form = new TreeMap<>();
      form.put("Action", "CreateStack");
      form.put("Version", "2010-05-15");
      form.put("StackName", name);
      form.put("TemplateURL", "https://s3.amazonaws.com/templates/" + stack);
      form.put("Capabilities.member.1", "CAPABILITY_IAM");
      String created = moto.query("cloudformation", form);
      assertThat(created).as(stack).contains("<StackId>");
      String described =
          moto.query(
              "cloudformation",
              Map.of("Action", "DescribeStacks", "Version", "2010-05-15", "StackName", name));
      assertThat(described).contains("<StackStatus>CREATE_COMPLETE</StackStatus>");
      String listed =
          moto.query(
              "cloudformation",
              Map.of(
                  "Action", "DescribeStackResources", "Version", "2010-05-15", "StackName", name));
      Set<String> made = new TreeSet<>();
      Matcher members = MEMBER.matcher(listed);
      while (members.find()) {
        made.add(members.group(1));
      }
      assertThat(made).as("what was made of %s", stack).containsAll(resources.propertyNames());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** References to what is gone become texts. */
  private static JsonNode without(JsonNode node, Set<String> gone) {
    String referred =
        node.has("Ref") ? node.path("Ref").asString("") : node.at("/Fn::GetAtt/0").asString("");
    if (node.isObject() && gone.contains(referred)) {
      return StringNode.valueOf(LEFT_OUT.formatted(referred));
    }
    if (node.isObject()) {
      ObjectNode all = JsonMapper.shared().createObjectNode();
      node.forEachEntry(
          (name, value) -> {
            if (name.equals("DependsOn")) {
              ArrayNode kept = JsonMapper.shared().createArrayNode();
              (value.isArray() ? value : JsonMapper.shared().createArrayNode().add(value))
                  .forEach(
                      id -> {
                        if (!gone.contains(id.asString(""))) {
                          kept.add(id);
                        }
                      });
              all.set(name, kept);
            } else {
              all.set(name, without(value, gone));
            }
          });
      return all;
    }
    if (node.isArray()) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      node.forEach(value -> all.add(without(value, gone)));
      return all;
    }
    return node;
  }

  /** The assets, where the templates say that they are. */
  private static void upload(MotoServer moto) throws IOException, InterruptedException {
    Set<String> buckets = new HashSet<>();
    moto.put("/templates", new byte[0]);
    Path assets = Templates.synthesis().folder().resolve(PLAN.name());
    for (String type : new String[] {"AWS::Lambda::Function", "AWS::Lambda::LayerVersion"}) {
      for (Resource resource : Templates.resources(PLAN, type)) {
        JsonNode code =
            resource.at("/Code").isMissingNode() ? resource.at("/Content") : resource.at("/Code");
        String bucket = code.path("S3Bucket").asString("");
        if (buckets.add(bucket)) {
          moto.put("/" + bucket, new byte[0]);
        }
        String key = code.path("S3Key").asString("");
        Path zip = assets.resolve("asset." + key);
        moto.put(
            "/" + bucket + "/" + key, Files.isRegularFile(zip) ? Files.readAllBytes(zip) : EMPTY);
      }
    }
  }
}
