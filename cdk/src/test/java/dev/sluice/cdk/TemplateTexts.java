package dev.sluice.cdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What CloudFormation would make of a value, as far as templates here need it: texts, references
 * and joins of them.
 *
 * @param references what stands for a resource, by its logical id
 */
record TemplateTexts(Map<String, String> references) {

  /** The text; a reference to what is not known stands as its id in angle brackets. */
  String of(JsonNode value) {
    if (value.has("Ref")) {
      return named(value.path("Ref").asString(""));
    }
    if (value.has("Fn::GetAtt")) {
      return named(value.at("/Fn::GetAtt/0").asString(""));
    }
    if (value.has("Fn::Join")) {
      List<String> parts = new ArrayList<>();
      value.at("/Fn::Join/1").forEach(part -> parts.add(of(part)));
      return String.join(value.at("/Fn::Join/0").asString(""), parts);
    }
    return value.asString("");
  }

  private String named(String id) {
    return references.getOrDefault(id, "<" + id + ">");
  }
}
