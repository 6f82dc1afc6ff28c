package dev.sluice.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What CloudFormation would make of a value, as far as templates here need it: texts, references to
 * what only a deployment knows, and joins and splits of them.
 *
 * @param references what stands for a resource, by its logical id
 */
record TemplateTexts(Map<String, String> references) {
  /** Stands for hosts that AWS gives, and splits as they do. */
  static final String HOST = "sluice.cluster-suffix.invalid";

  private static final String PORT = "6379";

  /** The text. */
  String of(JsonNode value) {
    if (value.has("Ref")) {
      return named(value.path("Ref").asString(""), "");
    }
    if (value.has("Fn::GetAtt")) {
      return named(value.at("/Fn::GetAtt/0").asString(""), value.at("/Fn::GetAtt/1").asString(""));
    }
    if (value.has("Fn::ImportValue")) {
      return named("", value.path("Fn::ImportValue").asString(""));
    }
    if (value.has("Fn::Join")) {
      List<String> parts = new ArrayList<>();
      value.at("/Fn::Join/1").forEach(part -> parts.add(of(part)));
      return String.join(value.at("/Fn::Join/0").asString(""), parts);
    }
    if (value.has("Fn::Select")) {
      JsonNode split = value.at("/Fn::Select/1/Fn::Split");
      String separator = split.path(0).asString("");
      int from = of(split.path(1)).indexOf(separator) + separator.length();
      return of(split.path(1)).substring(from);
    }
    return value.asString("");
  }

  private String named(String id, String attribute) {
    String known = references.get(id);
    return known != null ? known : attribute.contains("Port") ? PORT : HOST;
  }
}
