package dev.sluice.bench;

import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The deployed authorizer before the deployed function, as the API calls them: who is refused by
 * the first never comes to the second. Its calls are safe for use by several threads.
 */
final class IdentityScene implements Scene {
  private static final String ZIP =
      "functions/authorizer-function/target/authorizer-function-lambda.zip";
  private static final String HANDLER = "dev.sluice.function.authorizer.AuthorizerHandler";
  private static final String FUNCTION = "authorizer-function";
  static final String RESOURCE = "https://mcp.example.com/mcp";
  private static final int AUTHORIZERS = 2;
  private static final int FUNCTIONS = 3;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final McpRequest question;
  private final byte[] event;
  private final TokenIssuer issuer;
  private final Environments authorizers;
  private final Environments functions;
  private volatile IntFunction<String> tokens;

  /** Starts all of it; each caller has a good token. */
  IdentityScene(Stage stage, TokenIssuer issuer, TraceRecorder recorder) throws Exception {
    this.question = CustomerOrders.in(stage.cluster()).request();
    this.event =
        question
            .event()
            .authorizer(Map.of("principalId", "ada", "tenant", GovernedCallers.TENANT))
            .toBytes();
    this.issuer = issuer;
    this.tokens = _ -> good();
    this.authorizers = new Environments(FUNCTION, AUTHORIZERS, () -> authorizer(stage), recorder);
    Map<String, String> environment = stage.environment();
    environment.put("SLUICE_OPEN", "false");
    this.functions = TableScene.functions(stage, environment, FUNCTIONS, recorder);
    for (int i = 0; i < AUTHORIZERS * FUNCTIONS; i++) {
      call(i);
    }
  }

  /** A good token. */
  String good() {
    return issuer.token(
        RESOURCE,
        Instant.now(),
        Map.of("sub", "ada", "tenant", GovernedCallers.TENANT, "scope", "sql.query"));
  }

  /** Which token callers have from now on, by the number of the call. */
  void present(IntFunction<String> tokens) {
    this.tokens = tokens;
  }

  @Override
  public int atOnce() {
    return FUNCTIONS;
  }

  @Override
  public void call(int number) throws InterruptedException {
    Outcome decided = authorizers.invoke(check(tokens.apply(number)));
    if (decided instanceof Outcome.Answer answer && answer.text().contains("\"Allow\"")) {
      Outcome _ = functions.invoke(event);
    }
  }

  @Override
  public void close() throws IOException {
    authorizers.close();
    functions.close();
  }

  private byte[] check(String token) {
    ObjectNode check = JSON.createObjectNode().put("type", "REQUEST");
    check.put("methodArn", "arn:aws:execute-api:eu-central-1:1:api/live/POST/mcp");
    check.put("path", "/mcp");
    ObjectNode headers = check.putObject("multiValueHeaders");
    question.headers().forEach((name, value) -> headers.putArray(name).add(value));
    headers.putArray("Authorization").add("Bearer " + token);
    return JSON.writeValueAsBytes(check);
  }

  private FunctionProcess authorizer(Stage stage) throws IOException {
    Map<String, String> settings = issuer.settings(RESOURCE);
    settings.put("SLUICE_AUDIT_FILE", stage.folder().resolve("refusals.jsonl").toString());
    return FunctionProcess.start(
        Stage.root().resolve(ZIP),
        HANDLER,
        FunctionOptions.defaults()
            .withFunctionName("authorizer")
            .withJvmArguments("-Xmx200m")
            .withEnvironment(settings));
  }
}
