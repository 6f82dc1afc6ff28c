package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Freshness;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/** Two resources that never change, and a template. */
final class FixtureResources implements Resources {
  private static final String TEXT = "test://static-text";
  private static final String BINARY = "test://static-binary";
  private static final String JSON_TYPE = "application/json";
  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");
  private static final Freshness A_MINUTE_FOR_ALL = new Freshness(60_000, true);

  @Override
  public List<ResourceDescriptor> list(Call call) {
    return List.of(
        new ResourceDescriptor(TEXT, "static-text", null, "A text.", "text/plain"),
        new ResourceDescriptor(BINARY, "static-binary", null, "A picture.", Samples.PNG_TYPE));
  }

  @Override
  public List<ResourceTemplate> templates(Call call) {
    return List.of(
        new ResourceTemplate(
            "test://template/{id}/data", "template", null, "Data of an id.", JSON_TYPE));
  }

  @Override
  public Optional<ReadOutcome> read(String uri, Exchange exchange) {
    return contents(uri).map(it -> new ReadOutcome.Done(List.of(it), A_MINUTE_FOR_ALL));
  }

  private static Optional<ResourceContents> contents(String uri) {
    return switch (uri) {
      case TEXT ->
          Optional.of(
              ResourceContents.text(
                  TEXT, "text/plain", "This is the content of the static text resource."));
      case BINARY -> Optional.of(ResourceContents.blob(BINARY, Samples.PNG_TYPE, Samples.PNG));
      default -> filledTemplate(uri);
    };
  }

  private static Optional<ResourceContents> filledTemplate(String uri) {
    Matcher matcher = TEMPLATE.matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String id = matcher.group(1);
    String data =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("templateTest", true)
            .put("data", "Data for ID: " + id)
            .toString();
    return Optional.of(ResourceContents.text(uri, JSON_TYPE, data));
  }
}
