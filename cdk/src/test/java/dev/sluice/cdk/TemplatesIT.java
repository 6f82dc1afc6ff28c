package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import dev.sluice.cdk.stack.RollbackTriggers;
import dev.sluice.npm.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What any tool can say of the templates: the same each time, known to CloudFormation. */
class TemplatesIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path SCRIPT = Path.of("src/test/node/schema.js").toAbsolutePath();

  @TempDir private Path scratch;

  static Stream<Deployment> environments() {
    return Templates.environments();
  }

  /** In a JVM of its own, as each is: an order that hangs on the process would show. */
  @Test
  void synth_againWithoutTheNetwork_givesTheSameBytes() throws Exception {
    Synthesis again =
        Synthesis.by(
            Synth.class.getName(),
            withoutNetwork(),
            Deployments.ALL.stream().map(Deployment::name).toList(),
            scratch.resolve("again"),
            true,
            System.err::println);
    for (Deployment plan : Deployments.ALL) {
      List<Path> first = Templates.synthesis().templates(plan.name());
      List<Path> second = again.templates(plan.name());
      assertThat(second).hasSameSizeAs(first);
      for (int i = 0; i < first.size(); i++) {
        assertThat(second.get(i)).hasSameBinaryContentAs(first.get(i));
      }
    }
  }

  @Test
  void schema_everyTemplate_hasNoProblem() throws Exception {
    List<String> files = new ArrayList<>();
    for (Deployment plan : Deployments.ALL) {
      Templates.synthesis().templates(plan.name()).forEach(file -> files.add(file.toString()));
    }
    assertThat(check(files)).endsWith(", 0 problems").doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {}, \"Role\": \"r\", \"Memory\": 1}}"
            + "|F (AWS::Lambda::Function).Memory: is not known",
        "{\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {}}}"
            + "|F (AWS::Lambda::Function).Role: is missing",
        "{\"Type\": \"AWS::Lambda::Functions\"}|F: the type AWS::Lambda::Functions is not known",
        "{\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {}, \"Role\": \"r\","
            + " \"SnapStart\": {\"ApplyOn\": \"Always\"}}}"
            + "|F (AWS::Lambda::Function).SnapStart.ApplyOn: is 'Always', none of",
        "{\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {}, \"Role\": \"r\","
            + " \"Timeout\": \"long\"}}|F (AWS::Lambda::Function).Timeout: is no number",
        "{\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Code\": {}, \"Role\": \"r\","
            + " \"Layers\": \"one\"}}|F (AWS::Lambda::Function).Layers: is no list",
        "{\"Type\": \"AWS::DynamoDB::Table\", \"Properties\": {\"KeySchema\": [],"
            + " \"TimeToLiveSpecification\": {\"Enabled\": true, \"Attribute\": \"end\"}}}"
            + "|F (AWS::DynamoDB::Table).TimeToLiveSpecification.Attribute: is not known",
        "{\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"RoleArn\": \"r\","
            + " \"TracingConfiguration\": {\"Enabled\": \"perhaps\"}}}"
            + "|F (AWS::StepFunctions::StateMachine).TracingConfiguration.Enabled: is neither true nor"
            + " false"
      })
  void schema_seededMistake_isFound(String seeded) throws Exception {
    String[] parts = seeded.split("\\|", -1);
    Path file = scratch.resolve("seeded.json");
    Files.writeString(file, "{\"Resources\": {\"F\": " + parts[0] + "}}");
    assertThat(check(List.of(file.toString()))).contains(parts[1]).endsWith(", 1 problems");
  }

  @Test
  void cfnLint_whereItIsInstalled_findsNothing() throws Exception {
    if (!onPath("cfn-lint")) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("cfn-lint", "--region", "eu-central-1"));
    // W3010: zones are written down on purpose. W3005: the CDK says some dependencies twice.
    command.addAll(List.of("--ignore-checks", "W3010", "W3005", "--template"));
    for (Deployment plan : Deployments.ALL) {
      Templates.synthesis().templates(plan.name()).forEach(file -> command.add(file.toString()));
    }
    Path out = scratch.resolve("cfn-lint");
    Program.run(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()),
        LIMIT,
        "cfn-lint does not start");
    assertThat(Files.readString(out)).isBlank();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void nag_gatedPacks_findNothing(Deployment plan) {
    JsonNode report =
        JsonMapper.shared()
            .readTree(
                Templates.synthesis()
                    .folder()
                    .resolve(plan.name())
                    .resolve("validation-report.json")
                    .toFile());
    List<String> open = new ArrayList<>();
    TreeSet<String> asked = new TreeSet<>();
    for (JsonNode plugin : report.path("pluginReports")) {
      String name = plugin.path("pluginName").asString("");
      asked.add(name);
      if (name.equals("AwsSolutions") || name.equals("Serverless")) {
        plugin.path("violations").forEach(v -> open.add(v.path("ruleName").asString("")));
      }
    }
    assertThat(open).isEmpty();
    assertThat(asked).contains("AwsSolutions", "Serverless");
  }

  @Test
  void nag_findingThatNobodyAcknowledged_stopsTheSynthesis() {
    assertThatThrownBy(
            () ->
                Synthesis.by(
                    SeededFinding.class.getName(),
                    List.of(),
                    List.of("dev"),
                    scratch.resolve("seeded"),
                    false,
                    System.err::println))
        .isInstanceOf(CloudException.class)
        .hasMessageStartingWith("the templates cannot be made:")
        .hasMessageContaining("AwsSolutions-S1")
        .hasMessageContaining("Data/Seeded");
  }

  /** NIST 800-53 R5 is told and decides nothing: what it finds is in DECISIONS.md. */
  @ParameterizedTest
  @MethodSource("environments")
  void nag_nist_isReportedAndNotGated(Deployment plan) throws IOException {
    Report report = Report.of(plan, Templates.synthesis());
    StringWriter out = new StringWriter();
    report.print(new PrintWriter(out, true));
    assertThat(out.toString()).contains("NIST 800-53 R5, which nothing here is held to");
    assertThat(report.nist()).isNotEmpty().allSatisfy(line -> assertThat(line).contains(" × "));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void rollbackTriggers_ofEachEnvironment_areAlarmsThatAreThere(Deployment plan) {
    JsonNode triggers =
        JsonMapper.shared()
            .readTree(
                Templates.synthesis()
                    .folder()
                    .resolve(plan.name())
                    .resolve(RollbackTriggers.FILE)
                    .toFile());
    List<String> alarms =
        Templates.resources(plan, "AWS::CloudWatch::Alarm").stream()
            .map(alarm -> alarm.at("/AlarmName").asString(""))
            .toList();
    assertThat(triggers.path("MonitoringTimeInMinutes").asInt())
        .isBetween(plan.watched() ? 10 : 0, 180);
    assertThat(triggers.path("RollbackTriggers").size())
        .as("CloudFormation watches five")
        .isBetween(plan.watched() ? 1 : 0, 5);
    for (JsonNode trigger : triggers.path("RollbackTriggers")) {
      assertThat(alarms).contains(trigger.path("Arn").asString("").replaceAll(".*:alarm:", ""));
    }
  }

  /** A changed id is a new resource, and the old one with its data is deleted. */
  @ParameterizedTest
  @MethodSource("environments")
  void statefulResources_keepTheirIdsAndWhatReplacesThem(Deployment plan) throws IOException {
    TreeMap<String, String> now = new TreeMap<>();
    for (Templates.Resource resource : Templates.resources(plan)) {
      String lasting = Stateful.lasting(resource);
      if (lasting != null) {
        now.put(resource.stack() + "/" + resource.id(), resource.type() + " " + lasting);
      }
    }
    Path stored = Path.of("src/test/resources/stateful", plan.name() + ".json");
    JsonMapper pretty = JsonMapper.builder().build();
    String text = pretty.writerWithDefaultPrettyPrinter().writeValueAsString(now) + "\n";
    if (Boolean.getBoolean("sluice.stateful.write")) {
      Files.createDirectories(stored.getParent());
      Files.writeString(stored, text);
    }
    assertThat(text)
        .as(
            "what holds data would be replaced, or is new: run with -Dsluice.stateful.write=true"
                + " only where nothing that is deployed is lost")
        .isEqualTo(Files.readString(stored));
  }

  private String check(List<String> files) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
    words.addAll(files);
    Path out = scratch.resolve("schema");
    Program.run(
        Synthesis.packages(System.err::println)
            .node(words.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile()),
        LIMIT,
        "Node does not start");
    return Files.readString(out).strip();
  }

  /**
   * A network namespace of its own, in which there is no other host; nothing where none is to be
   * had.
   */
  private List<String> withoutNetwork() throws IOException, InterruptedException {
    List<String> alone = List.of("unshare", "--map-root-user", "--net");
    Path out = scratch.resolve("interfaces");
    List<String> look = new ArrayList<>(alone);
    look.addAll(List.of("cat", "/proc/net/dev"));
    if (!onPath("unshare")
        || Program.run(
                new ProcessBuilder(look).redirectErrorStream(true).redirectOutput(out.toFile()),
                LIMIT,
                "unshare does not start")
            != 0) {
      System.err.println("no network namespace is to be had here: synthesized with the network");
      return List.of();
    }
    assertThat(Files.readString(out).lines().filter(line -> line.contains(":")).toList())
        .singleElement(as(STRING))
        .contains("lo:");
    return alone;
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
