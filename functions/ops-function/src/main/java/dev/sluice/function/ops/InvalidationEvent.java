package dev.sluice.function.ops;

import dev.sluice.catalog.Caching;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an event of EventBridge must say for something to be thrown away. */
final class InvalidationEvent {
  /** More than any catalogue has use for, and done within a second. */
  static final int MOST_TAGS = 100;

  private static final String REMEDY = "write {\"detail\": {\"tags\": [\"orders\"]}}";

  private InvalidationEvent() {}

  /** The tags of an event. Throws {@link InvalidationFailed} saying what is wrong with it. */
  static List<String> read(InputStream in) {
    JsonNode event;
    try {
      event = JsonMapper.shared().readTree(in);
    } catch (JacksonException e) {
      throw new InvalidationFailed("the event is no JSON: " + REMEDY, null);
    }
    JsonNode detail = event.path("detail");
    if (!detail.isObject()) {
      throw new InvalidationFailed("the event has no object 'detail': " + REMEDY, null);
    }
    JsonNode given = detail.path("tags");
    if (!given.isArray() || given.isEmpty()) {
      throw new InvalidationFailed("'detail.tags' is no list of tags: " + REMEDY, null);
    }
    if (given.size() > MOST_TAGS) {
      throw new InvalidationFailed(
          "'detail.tags' has " + given.size() + " tags, not 1 to " + MOST_TAGS, null);
    }
    List<String> tags = new ArrayList<>();
    for (JsonNode each : given) {
      if (!each.isString() || !Caching.isTag(each.asString())) {
        throw new InvalidationFailed(
            "'detail.tags["
                + tags.size()
                + "]' is no tag: write what a tool's 'cache: { tags: … }' says. "
                + Caching.TAG_FORM,
            null);
      }
      tags.add(each.asString());
    }
    return tags;
  }
}
