package dev.sluice.cdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each function from the very file that would be uploaded, with the variables that the template
 * sets, under AWS's runtime client. Nothing that it names is there, so it shows that it starts, and
 * that what it then says is its own.
 */
class DeployedFunctionsIT {
  private static final Deployment PLAN = Deployments.PROD;
  private static final Duration START = Duration.ofSeconds(60);

  /** Less than a probe takes for its second look. */
  private static final Duration TIMEOUT = Duration.ofSeconds(9);

  private static final String NOBODY = "http://127.0.0.1:1";

  /** What each says to an empty event, or to a list of tools. */
  private static final Map<String, String> SAYS =
      Map.of(
          "mcp", "customer_orders",
          "authorizer", "Unauthorized",
          "task", "a step needs",
          "sweep", "\"failures\":3",
          "erase", "a step needs 'erasureId'",
          "invalidate", "the event has no object 'detail'",
          "probe", "\"looks\":1",
          "beat", "\"beats\":0",
          "check", "the event has no 'DeploymentId'");

  static Stream<Resource> functions() {
    return Templates.resources(PLAN, "AWS::Lambda::Function").stream();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void function_asDeployed_startsAndSpeaks(Resource function) throws Exception {
    String duty = function.at("/FunctionName").asString("").replace(PLAN.named(""), "");
    try (FunctionProcess process =
        FunctionProcess.start(
            Templates.asset(PLAN, function),
            function.at("/Handler").asString(""),
            FunctionOptions.defaults()
                .withTimeout(duty.equals("mcp") ? START : TIMEOUT)
                .withEnvironment(environment(function)))) {
      process.awaitReady(START);

      Outcome outcome = process.invoke(duty.equals("mcp") ? list() : event(duty));

      String said = outcome instanceof Outcome.Answer answer ? answer.text() : outcome.toString();
      assertThat(duty.equals("mcp") ? body(said) : said).contains(SAYS.get(duty));
    }
  }

  private static Map<String, String> environment(Resource function) {
    TemplateTexts texts = new TemplateTexts(Map.of());
    Map<String, String> environment = new TreeMap<>();
    function
        .at("/Environment/Variables")
        .forEachEntry((name, value) -> environment.put(name, texts.of(value)));
    environment.put("AWS_REGION", PLAN.place().region());
    environment.put("AWS_ACCESS_KEY_ID", "id");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    for (String service :
        new String[] {"DYNAMODB", "S3", "SFN", "SECRETS_MANAGER", "LAMBDA", "CODEDEPLOY"}) {
      environment.put("AWS_ENDPOINT_URL_" + service, NOBODY);
    }
    if (environment.containsKey("SLUICE_PROBE_URL")) {
      environment.put("SLUICE_PROBE_URL", NOBODY + "/mcp");
    }
    return environment;
  }

  private static byte[] event(String duty) {
    String json =
        duty.equals("authorizer")
            ? "{\"type\": \"REQUEST\", \"methodArn\": \"arn\", \"headers\":"
                + " {\"Authorization\": \"Bearer x\"}}"
            : "{}";
    return json.getBytes(UTF_8);
  }

  private static byte[] list() {
    return ProxyEvents.post("/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
        .header("MCP-Protocol-Version", "2025-11-25")
        .authorizer(Map.of("principalId", "ada", "tenant", "", "scopes", "orders.read"))
        .toBytes();
  }

  private static String body(String answer) throws IOException {
    JsonNode json = JsonMapper.shared().readTree(answer);
    assertThat(json.path("statusCode").asInt()).as(answer).isEqualTo(200);
    return new String(dev.sluice.testkit.ProxyAnswer.parse(answer.getBytes(UTF_8)).body(), UTF_8);
  }

  /** What is uploaded is what Maven built. */
  @ParameterizedTest
  @MethodSource("functions")
  void asset_ofEachFunction_isTheZipThatMavenBuilt(Resource function) throws IOException {
    String module = Templates.module(function);
    Path zip = Places.root().resolve("functions/" + module + "/target/" + module + "-lambda.zip");
    assertThat(Templates.asset(PLAN, function)).hasSameBinaryContentAs(zip);
  }
}
