package dev.sluice.cdk.stack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The CDK's feature flags, as {@code cdk/cdk.json} has them. Only its command line would read that
 * file, and templates must not depend on who makes them.
 */
final class FeatureFlags {
  private FeatureFlags() {}

  static Map<String, Object> in(Path root) {
    Map<String, Object> flags = new LinkedHashMap<>();
    JsonNode context =
        JsonMapper.shared().readTree(root.resolve("cdk/cdk.json").toFile()).path("context");
    context.forEachEntry(
        (name, value) -> flags.put(name, JsonMapper.shared().convertValue(value, Object.class)));
    return flags;
  }
}
