package dev.sluice.tool.relation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Completions;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Freshness;
import dev.sluice.protocol.feature.ReadOutcome;
import dev.sluice.protocol.feature.Resources;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each relation as a resource to read, its name to be completed. Immutable. */
public final class RelationResources implements Resources, Completions {
  /** The template of all of them. */
  public static final String TEMPLATE = "sluice://relations/{relation}";

  private static final String PREFIX = "sluice://relations/";
  private static final String TYPE = "text/plain";

  /** They change only with the catalogue, and so with a new version of the function. */
  private static final Freshness FRESHNESS = new Freshness(60_000, true);

  private final Relations relations;
  private final Map<String, ResourceDescriptor> byUri = new LinkedHashMap<>();
  private final List<ResourceDescriptor> listed;

  /** The resources of some relations. */
  public RelationResources(Relations relations) {
    this.relations = relations;
    for (Relation relation : relations.all()) {
      String name = relation.name().toString();
      byUri.put(
          uri(name),
          new ResourceDescriptor(
              uri(name),
              name,
              null,
              relation.description().isEmpty() ? null : relation.summary(),
              TYPE));
    }
    this.listed = new ArrayList<>(byUri.values());
  }

  @Override
  public List<ResourceDescriptor> list(Call call) {
    return listed;
  }

  @Override
  public List<ResourceTemplate> templates(Call call) {
    return List.of(
        new ResourceTemplate(
            TEMPLATE,
            "relation",
            "One relation in full",
            "Columns of a table or view with types, comments, keys and references.",
            TYPE));
  }

  @Override
  public Optional<ReadOutcome> read(String uri, Exchange exchange) {
    return name(uri)
        .flatMap(relations::find)
        .map(
            relation -> {
              exchange.call().notes().name(uri(relation.name().toString()));
              return new ReadOutcome.Done(
                  List.of(ResourceContents.text(uri, TYPE, relation.text())), FRESHNESS);
            });
  }

  /** Full names that begin as typed, then those whose own name does, then those that contain it. */
  @Override
  public List<String> complete(Question question, Call call) {
    if (!(question.of() instanceof Reference.Resource(String uri))
        || !uri.equals(TEMPLATE)
        || !question.argument().equals("relation")) {
      return List.of();
    }
    String typed = question.typed().strip();
    List<String> begin = new ArrayList<>();
    List<String> ownBegin = new ArrayList<>();
    List<String> contain = new ArrayList<>();
    for (Relation relation : relations.all()) {
      String name = relation.name().toString();
      if (name.startsWith(typed)) {
        begin.add(name);
      } else if (relation.name().name().startsWith(typed)) {
        ownBegin.add(name);
      } else if (name.contains(typed)) {
        contain.add(name);
      }
    }
    begin.addAll(ownBegin);
    begin.addAll(contain);
    return begin;
  }

  private static String uri(String name) {
    return PREFIX + URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  private static Optional<String> name(String uri) {
    if (!uri.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          URLDecoder.decode(uri.substring(PREFIX.length()).replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
