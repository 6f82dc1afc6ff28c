package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The templates of all environments, made once for all tests of this module. */
final class Templates {
  private static final Path OUT = Path.of("target/templates").toAbsolutePath();

  private static final Synthesis SYNTHESIS = make(OUT);

  /** Read once for all tests. */
  private static final Map<String, Map<String, JsonNode>> READ = new ConcurrentHashMap<>();

  private Templates() {}

  /**
   * A resource of an environment.
   *
   * @param stack the template it is in
   * @param id its logical id
   */
  record Resource(String stack, String id, String type, JsonNode json) {
    /** A property by JSON pointer, missing where there is none. */
    JsonNode at(String pointer) {
      return json.path("Properties").at(pointer);
    }

    @Override
    public String toString() {
      return stack + "/" + id + " (" + type + ")";
    }
  }

  static Synthesis synthesis() {
    return SYNTHESIS;
  }

  static Synthesis make(Path out) {
    try {
      return Synthesis.of(
          Deployments.ALL.stream().map(Deployment::name).toList(), out, true, System.err::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Deployment> environments() {
    return Deployments.ALL.stream();
  }

  static Map<String, JsonNode> of(Deployment plan) {
    return READ.computeIfAbsent(plan.name(), _ -> read(plan));
  }

  private static Map<String, JsonNode> read(Deployment plan) {
    Map<String, JsonNode> templates = new LinkedHashMap<>();
    try {
      for (Path file : SYNTHESIS.templates(plan.name())) {
        templates.put(
            file.getFileName().toString().replace(".template.json", ""),
            JsonMapper.shared().readTree(file.toFile()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return templates;
  }

  static List<Resource> resources(Deployment plan) {
    List<Resource> all = new ArrayList<>();
    of(plan)
        .forEach(
            (stack, template) ->
                template
                    .path("Resources")
                    .forEachEntry(
                        (id, json) ->
                            all.add(
                                new Resource(stack, id, json.path("Type").asString(""), json))));
    return all;
  }

  static List<Resource> resources(Deployment plan, String type) {
    return resources(plan).stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** Whose deployment zip a function is of. */
  static String module(Resource function) {
    return function.at("/Handler").asString("").split("\\.", -1)[3] + "-function";
  }

  /** The file that is uploaded for a function, as the manifest of its template's assets says. */
  static Path asset(Deployment plan, Resource function) {
    Path folder = SYNTHESIS.folder().resolve(plan.name());
    String hash = function.at("/Code/S3Key").asString("").replace(".zip", "");
    JsonNode manifest =
        JsonMapper.shared().readTree(folder.resolve(function.stack() + ".assets.json").toFile());
    return folder.resolve(manifest.at("/files/" + hash + "/source/path").asString(""));
  }
}
