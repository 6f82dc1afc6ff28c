package dev.sluice.catalog;

import dev.sluice.catalog.shape.CatalogLock;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an owner declared, once it checks.
 *
 * @param tools in the order of their names
 * @param relations in the order of their names
 * @param prompts in the order of their names
 * @param lock what the last check derived; empty where there was none
 */
public record Catalog(
    List<ToolDeclaration> tools,
    List<RelationDeclaration> relations,
    List<PromptDeclaration> prompts,
    CatalogLock lock) {
  /** The folder of tools inside a catalogue. */
  public static final String TOOLS_FOLDER = "tools";

  /** Copies the lists. */
  public Catalog {
    relations = List.copyOf(relations);
    prompts = List.copyOf(prompts);
    tools = List.copyOf(tools);
  }

  /**
   * Reads a catalogue's folder: one tool in each {@code tools/*.yaml}.
   *
   * @throws CatalogException with all mistakes at once
   */
  public static Catalog read(Path folder) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, ToolDeclaration> tools = new HashMap<>();
    refuseWhatIsNotEnforcedYet(folder, mistakes);
    for (Path file : toolFiles(folder)) {
      String name = folder.relativize(file).toString();
      YamlDocument document = YamlDocument.parse(name, text(file, name));
      mistakes.addAll(document.mistakes());
      if (document.mistakes().isEmpty()) {
        read(document, mistakes, tools);
      }
    }
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    return new Catalog(
        tools.values().stream()
            .sorted((left, right) -> left.name().compareTo(right.name()))
            .toList(),
        List.of(),
        List.of(),
        CatalogLock.empty());
  }

  private static void read(
      YamlDocument document, List<Mistake> mistakes, Map<String, ToolDeclaration> tools) {
    if (!(document.root() instanceof ObjectNode declaration)) {
      JsonNode root = document.root();
      mistakes.add(
          new Mistake(
              document.at(""),
              root.isArray() ? "this file holds a list" : "this file holds no tool",
              "Write one tool to a file: name, title, description, input, sql"));
      return;
    }
    new ToolReader(document, declaration, mistakes)
        .read()
        .ifPresent(
            tool -> {
              ToolDeclaration other = tools.putIfAbsent(tool.name(), tool);
              if (other != null) {
                mistakes.add(
                    new Mistake(
                        tool.at("name"),
                        "the name '" + tool.name() + "' is taken by " + other.at("name"),
                        "Give one of the two another name"));
              }
            });
  }

  private static void refuseWhatIsNotEnforcedYet(Path folder, List<Mistake> mistakes) {
    String relations = "relations.yaml";
    if (Files.exists(folder.resolve(relations))) {
      mistakes.add(
          new Mistake(
              new Location(relations, 1, 1),
              "relations are not enforced yet",
              "Remove the file; grant the reading role what it may see instead"));
    }
  }

  private static List<Path> toolFiles(Path folder) {
    Path tools = folder.resolve(TOOLS_FOLDER);
    if (!Files.isDirectory(tools)) {
      throw new CatalogException(
          List.of(
              new Mistake(
                  new Location(TOOLS_FOLDER, 1, 1),
                  "there is no folder '" + TOOLS_FOLDER + "' in " + folder,
                  "Make it, and write one tool to a file in it")));
    }
    try (Stream<Path> files = Files.list(tools)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(TOOLS_FOLDER, e);
    }
  }

  private static String text(Path file, String name) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new CatalogException(
          List.of(
              new Mistake(
                  new Location(name, 1, 1), "this is not UTF-8", "Save the file as UTF-8")));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static CatalogException unreadable(String name, IOException cause) {
    CatalogException exception =
        new CatalogException(
            List.of(
                new Mistake(
                    new Location(name, 1, 1),
                    "this cannot be read: " + cause.getMessage(),
                    "Check that it is there and that this user may read it")));
    exception.initCause(cause);
    return exception;
  }
}
