package dev.sluice.cdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Front;
import dev.sluice.gateway.ApiShape;
import dev.sluice.gateway.LocalGateway;
import dev.sluice.identity.ResourceMetadata;
import dev.sluice.states.cases.CaseFile;
import dev.sluice.states.cases.CaseRun;
import dev.sluice.states.cases.MachineCase;
import dev.sluice.states.machine.StateMachine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What runs on one machine is what was synthesized: the same API, the same state machines. */
class RunsLocallyIT {
  private static final String MACHINE = "AWS::StepFunctions::StateMachine";

  static Stream<Deployment> environments() {
    return Templates.environments();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void api_synthesized_hasTheShapeThatIsPlayed(Deployment plan) {
    assertThat(TemplateApi.of(plan)).isEqualTo(ApiShape.of(metadata(plan)));
  }

  /** The local gateway, made of the template alone. */
  @ParameterizedTest
  @MethodSource("environments")
  void api_synthesized_drivesTheLocalGateway(Deployment plan) throws Exception {
    List<JsonNode> events = new CopyOnWriteArrayList<>();
    try (LocalGateway gateway =
            LocalGateway.serve(
                0,
                TemplateApi.of(plan),
                (in, out, _) -> out.write(decide(JsonMapper.shared().readTree(in))),
                (in, out, _) -> {
                  events.add(JsonMapper.shared().readTree(in));
                  out.write("{\"statusCode\": 200, \"body\": \"{}\"}".getBytes(UTF_8));
                },
                _ -> {});
        HttpClient client = HttpClient.newHttpClient()) {
      URI endpoint = gateway.endpoint();

      HttpResponse<String> stranger = send(client, endpoint, "POST", null);
      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
          .isEqualTo(metadata(plan).challenge());
      HttpResponse<String> poor = send(client, endpoint, "POST", "poor");
      assertThat(poor.statusCode()).isEqualTo(403);
      assertThat(poor.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"x\"");
      HttpResponse<String> failed = send(client, endpoint, "POST", "broken");
      assertThat(failed.statusCode()).isEqualTo(503);
      assertThat(failed.headers().firstValue("Retry-After")).contains("60");
      assertThat(events).as("nobody came through").isEmpty();

      for (String method : List.of("GET", "POST", "DELETE")) {
        assertThat(send(client, endpoint, method, "rich").statusCode()).isEqualTo(200);
      }
      assertThat(events).hasSize(3);
      assertThat(events.getLast().path("resource").asString("")).isEqualTo("/mcp");
      assertThat(events.getLast().at("/requestContext/authorizer/tenant").asString(""))
          .isEqualTo("one");

      for (String path : List.of("", "/mcp")) {
        URI document = endpoint.resolve("/.well-known/oauth-protected-resource" + path);
        HttpResponse<String> read = send(client, document, "GET", null);
        assertThat(read.body()).isEqualTo(metadata(plan).json());
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(send(client, document, "POST", "rich").statusCode()).isEqualTo(403);
      }
      assertThat(send(client, endpoint.resolve("/"), "GET", "rich").statusCode()).isEqualTo(403);
      assertThat(events).as("no other path calls a function").hasSize(3);
    }
  }

  /** The definitions, with their substitutions, in our interpreter, case by case. */
  @TestFactory
  Stream<DynamicTest> machine_synthesized_runsItsCases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Deployment plan : Templates.environments().toList()) {
      for (Resource resource : Templates.resources(plan, MACHINE)) {
        String name = resource.at("/StateMachineName").asString("").replace(plan.named(""), "");
        StateMachine machine =
            StateMachine.parse(
                name, resource.at("/DefinitionString").asString(""), substitutions(plan, resource));
        Path cases = Places.root().resolve("statemachines").resolve(name + CaseFile.SUFFIX);
        for (MachineCase one : CaseFile.read(cases).cases()) {
          tests.add(
              DynamicTest.dynamicTest(
                  plan.name() + ", " + name + ": " + one.name(),
                  () -> assertThat(CaseRun.run(machine, one)).isEqualTo(one.expected().trace())));
        }
      }
    }
    return tests.stream();
  }

  /** Each is the alias of a function of this environment. */
  private static Map<String, String> substitutions(Deployment plan, Resource machine) {
    Map<String, String> aliases = new HashMap<>();
    Templates.resources(plan, "AWS::Lambda::Alias").forEach(a -> aliases.put(a.id(), a.id()));
    Map<String, String> substitutions = new HashMap<>();
    machine
        .at("/DefinitionSubstitutions")
        .forEachEntry(
            (name, value) -> {
              String alias = value.path("Ref").asString("");
              assertThat(aliases).as("%s of %s", name, machine).containsKey(alias);
              substitutions.put(name, alias);
            });
    return substitutions;
  }

  private static byte[] decide(JsonNode event) {
    String token = event.at("/headers/Authorization").asString("");
    return switch (token) {
      case "Bearer rich" -> policy("Allow");
      case "Bearer poor" -> policy("Deny");
      default -> throw new IllegalStateException("no keys");
    };
  }

  private static byte[] policy(String effect) {
    return """
    {"principalId": "ada", "context": {"tenant": "one", "challenge": "Bearer error=\\"x\\""},
     "policyDocument": {"Statement": [{"Effect": "%s", "Resource": "*"}]}}
    """
        .formatted(effect)
        .getBytes(UTF_8);
  }

  private static HttpResponse<String> send(
      HttpClient client, URI where, String method, @Nullable String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where).method(method, HttpRequest.BodyPublishers.ofString("{}"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What the deployed document describes, told here by the plan and not by the template. */
  private static ResourceMetadata metadata(Deployment plan) {
    NavigableSet<String> scopes = new TreeSet<>();
    BuiltInTools.SCOPES.values().forEach(scopes::addAll);
    Catalog.readWithoutLock(Places.root().resolve("catalog"))
        .tools()
        .forEach(tool -> scopes.addAll(tool.scopes()));
    String issuer = plan.issuer().issuer();
    return switch (plan.front()) {
      case Front.Domain domain ->
          ResourceMetadata.of(URI.create("https://" + domain.host() + "/mcp"), issuer, scopes);
      case Front.Bare _ ->
          ResourceMetadata.below(
              URI.create(
                  "https://"
                      + TemplateApi.ID
                      + ".execute-api."
                      + plan.place().region()
                      + ".amazonaws.com/"
                      + plan.name()
                      + "/mcp"),
              plan.name(),
              issuer,
              scopes);
    };
  }
}
