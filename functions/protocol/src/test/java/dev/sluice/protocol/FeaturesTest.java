package dev.sluice.protocol;

import static dev.sluice.protocol.TestClient.errorCode;
import static dev.sluice.protocol.TestClient.errorMessage;
import static dev.sluice.protocol.TestClient.json;
import static dev.sluice.protocol.TestClient.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Completions;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Freshness;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.Prompts;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.PromptDescriptor;
import dev.sluice.protocol.wire.PromptResult;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is offered beside tools, and the rules that lists and tools share. */
class FeaturesTest {
  private static final String REGION =
      "{\"type\":\"object\",\"properties\":{\"region\":"
          + "{\"type\":\"string\",\"x-mcp-header\":\"Region\"},\"n\":{\"type\":\"integer\"}}}";

  private final TestClient client =
      new TestClient(
          new Features(
              FakeTools.INFO,
              "Ask kindly.",
              new FakeTools().add("where", REGION, (a, _) -> FakeTools.say(a.toString())),
              new FakeResources(),
              new FakePrompts(),
              (question, _) -> matches(question),
              null));

  @Test
  void discover_everythingOffered_isAnnouncedAndNothingElse() {
    JsonNode modern = result(client.modern("server/discover", "{}"));
    assertThat(modern.path("capabilities").propertyNames())
        .containsExactly("completions", "prompts", "resources", "tools");
    assertThat(modern.path("capabilities").toString())
        .doesNotContain("listChanged", "subscribe", "extensions");
    assertThat(modern.path("instructions").asString()).isEqualTo("Ask kindly.");
    JsonNode legacy = result(client.legacy("initialize", "{\"protocolVersion\":\"2025-06-18\"}"));
    assertThat(legacy.path("capabilities").propertyNames())
        .containsExactly("completions", "logging", "prompts", "resources", "tools");
    assertThat(legacy.path("instructions").asString()).isEqualTo("Ask kindly.");
  }

  @Test
  void readResource_bothEras_giveItsContents() {
    JsonNode modern = result(client.modern("resources/read", "{\"uri\":\"test://1\"}"));
    assertThat(modern.at("/contents/0").toString())
        .isEqualTo("{\"uri\":\"test://1\",\"mimeType\":\"text/plain\",\"text\":\"one\"}");
    assertThat(modern.path("ttlMs").asInt()).isEqualTo(5_000);
    assertThat(modern.path("cacheScope").asString()).isEqualTo("public");
    assertThat(modern.path("resultType").asString()).isEqualTo("complete");
    JsonNode legacy = result(client.legacy("resources/read", "{\"uri\":\"test://1\"}"));
    assertThat(legacy.propertyNames()).containsExactly("contents");
  }

  @Test
  void readResource_unknown_hasTheCodeOfItsEraAndTheUri() {
    HttpResponse modern = client.modern("resources/read", "{\"uri\":\"test://none\"}");
    assertThat(errorCode(modern)).isEqualTo(-32602);
    assertThat(json(modern).at("/error/data/uri").asString()).isEqualTo("test://none");
    HttpResponse legacy = client.legacy("resources/read", "{\"uri\":\"test://none\"}");
    assertThat(errorCode(legacy)).isEqualTo(-32002);
  }

  @Test
  void listResources_moreThanOnePage_areAllSeenOnce() {
    List<String> seen = new ArrayList<>();
    String params = "{}";
    for (int page = 0; page < 3; page++) {
      JsonNode result = result(client.modern("resources/list", params));
      result.path("resources").forEach(resource -> seen.add(resource.path("uri").asString()));
      params = "{\"cursor\":\"" + result.path("nextCursor").asString("") + "\"}";
    }
    assertThat(seen).hasSize(600).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "\"YWZ0ZXI6bm9uZQ\"", "7", "{}", "\"%\""})
  void list_cursorThatIsNoneOfOurs_isRefused(String cursor) {
    HttpResponse response = client.modern("resources/list", "{\"cursor\":" + cursor + "}");
    assertThat(errorCode(response)).isEqualTo(-32602);
    assertThat(errorMessage(response)).contains("cursor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"cursor\":\"\"}", "{\"cursor\":null}"})
  void list_noCursorOrAnEmptyOne_beginsAtTheStart(String params) {
    assertThat(result(client.modern("resources/list", params)).at("/resources/0/uri").asString())
        .isEqualTo("test://0");
  }

  @Test
  void getPrompt_bothEras_fillInTheArguments() {
    String params = "{\"name\":\"greet\",\"arguments\":{\"who\":\"Ada\"}}";
    for (JsonNode result :
        List.of(
            result(client.modern("prompts/get", params)),
            result(client.legacy("prompts/get", params)))) {
      assertThat(result.at("/messages/0/content/text").asString()).isEqualTo("Hello, Ada!");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"none"} | There is no prompt 'none'; prompts/list names them.
          {"name":"greet"} | 'params.arguments.who' must be given, as text.
          {"name":"greet","arguments":{"who":7}} | 'params.arguments.who' must be given, as text.
          {} | 'params.name' must be given, as text.
          """)
  void getPrompt_badParams_areRefused(String params, String message) {
    HttpResponse response = client.modern("prompts/get", params);
    assertThat(errorCode(response)).isEqualTo(-32602);
    assertThat(errorMessage(response)).isEqualTo(message);
  }

  @Test
  void complete_manyValues_showsAHundredAndSaysThatThereAreMore() {
    String params =
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"},"
            + "\"argument\":{\"name\":\"who\",\"value\":\"a\"},"
            + "\"context\":{\"arguments\":{\"other\":\"x\"}}}";
    JsonNode completion = result(client.modern("completion/complete", params)).path("completion");
    assertThat(completion.path("values")).hasSize(100);
    assertThat(completion.at("/values/0").asString()).isEqualTo("greet who a0 {other=x}");
    assertThat(completion.path("total").asInt()).isEqualTo(150);
    assertThat(completion.path("hasMore").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ref\":{\"type\":\"ref/other\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}}",
        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"greet\"},\"argument\":{\"name\":\"a\"}}"
      })
  void complete_badParams_areRefused(String params) {
    assertThat(errorCode(client.modern("completion/complete", params))).isEqualTo(-32602);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "absent",
      textBlock =
          """
          {"region":"eu"} | eu | 200
          {"region":"eu"} | =?base64?ZXU=?= | 200
          {"region":"eu"} | us | 400
          {"region":"eu"} | absent | 400
          {"region":"eu"} | =?base64?ZXU?= | 400
          {} | absent | 200
          {} | eu | 400
          {"region":null} | absent | 200
          """)
  void callTool_argumentRepeatedInAHeader_mustSayTheSame(
      String arguments, @Nullable String header, int status) {
    Map<String, @Nullable String> headers = new TreeMap<>();
    headers.put("Mcp-Param-Region", header);
    HttpResponse response =
        client.modern(
            "tools/call", "{\"name\":\"where\",\"arguments\":" + arguments + "}", headers);
    assertThat(response.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(errorCode(response)).isEqualTo(-32020);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":{"type":"string","x-mcp-header":""}} | must be text that is not empty
          {"a":{"type":"string","x-mcp-header":7}} | must be text that is not empty
          {"a":{"type":"string","x-mcp-header":"A B"}} | the signs of a header's name only
          {"a":{"type":"string","x-mcp-header":"A:B"}} | the signs of a header's name only
          {"a":{"type":"string","x-mcp-header":"Ä"}} | the signs of a header's name only
          {"a":{"type":"number","x-mcp-header":"A"}} | a string, an integer or a boolean only
          {"a":{"type":"object","x-mcp-header":"A"}} | a string, an integer or a boolean only
          {"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}} | is given to another argument too
          """)
  void tool_headerParameterThatBreaksARule_isRefused(String properties, String rule) {
    String schema = "{\"type\":\"object\",\"properties\":" + properties + "}";
    assertThatThrownBy(() -> new FakeTools().add("t", schema, (_, _) -> FakeTools.say("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void callTool_argumentsThatDoNotFit_areAResultForTheModel() {
    JsonNode result =
        result(client.legacy("tools/call", "{\"name\":\"where\",\"arguments\":{\"n\":\"x\"}}"));
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString())
        .isEqualTo("The arguments do not fit:\n- /n: string found, integer expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resources/subscribe", "resources/unsubscribe", "ping"})
  void legacyMethod_withoutASession_isAcceptedOnlyThere(String method) {
    assertThat(result(client.legacy(method, "{\"uri\":\"test://1\"}")).toString()).isEqualTo("{}");
    assertThat(client.modern(method, "{}").status()).isEqualTo(404);
  }

  @Test
  void setLevel_legacy_wantsALevel() {
    assertThat(result(client.legacy("logging/setLevel", "{\"level\":\"info\"}")).toString())
        .isEqualTo("{}");
    assertThat(errorCode(client.legacy("logging/setLevel", "{\"level\":\"loud\"}")))
        .isEqualTo(-32602);
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "logging/setLevel", "subscriptions/listen", "tasks/get"})
  void modernMethod_thatIsNotThere_is404(String method) {
    HttpResponse response = client.modern(method, "{\"taskId\":\"x\"}");
    assertThat(response.status()).isEqualTo(404);
    assertThat(errorCode(response)).isEqualTo(-32601);
  }

  private static List<String> matches(Completions.Question question) {
    String of =
        switch (question.of()) {
          case Completions.Reference.Prompt prompt -> prompt.name();
          case Completions.Reference.Resource resource -> resource.uri();
        };
    return IntStream.range(0, 150)
        .mapToObj(
            i ->
                String.join(
                    " ",
                    of,
                    question.argument(),
                    question.typed() + i,
                    question.others().toString()))
        .toList();
  }

  private static final class FakeResources implements Resources {
    @Override
    public List<ResourceDescriptor> list(Call call) {
      return IntStream.range(0, 600)
          .mapToObj(i -> new ResourceDescriptor("test://" + i, "r" + i, null, null, "text/plain"))
          .toList();
    }

    @Override
    public List<ResourceTemplate> templates(Call call) {
      return List.of(new ResourceTemplate("test://{id}", "by id", null, null, "text/plain"));
    }

    @Override
    public Optional<ReadOutcome> read(String uri, Exchange exchange) {
      return uri.equals("test://1")
          ? Optional.of(
              new ReadOutcome.Done(
                  List.of(ResourceContents.text(uri, "text/plain", "one")),
                  new Freshness(5_000, true)))
          : Optional.empty();
    }
  }

  private static final class FakePrompts implements Prompts {
    private static final PromptDescriptor GREET =
        new PromptDescriptor(
            "greet", null, null, List.of(new PromptDescriptor.Argument("who", null, true)));

    @Override
    public List<PromptDescriptor> list(Call call) {
      return List.of(GREET);
    }

    @Override
    public Optional<Prompt> find(String name, Call call) {
      return name.equals("greet")
          ? Optional.of(
              new Prompt(
                  GREET,
                  (arguments, _) ->
                      new PromptOutcome.Done(
                          new PromptResult(
                              null,
                              List.of(
                                  new PromptResult.Message(
                                      "user",
                                      new Content.Text(
                                          "Hello, " + arguments.get("who").asString() + "!")))))))
          : Optional.empty();
    }
  }
}
