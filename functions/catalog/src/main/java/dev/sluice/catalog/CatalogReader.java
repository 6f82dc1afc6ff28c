package dev.sluice.catalog;

import dev.sluice.catalog.shape.CatalogLock;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Reads one catalogue's folder, file by file, and collects the mistakes of all. */
final class CatalogReader {
  private static final String RELATIONS = "relations.yaml";
  private static final String BUDGETS = "budgets.yaml";
  private static final List<String> FILES = List.of(RELATIONS, BUDGETS);
  private static final List<String> FOLDERS = List.of(Catalog.TOOLS_FOLDER, Catalog.PROMPTS_FOLDER);
  private static final Comparator<Mistake> IN_READING_ORDER =
      Comparator.<Mistake, String>comparing(mistake -> mistake.at().file())
          .thenComparingInt(mistake -> mistake.at().line())
          .thenComparingInt(mistake -> mistake.at().column());

  private final Path folder;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, ToolDeclaration> tools = new TreeMap<>();
  private final Map<String, PromptDeclaration> prompts = new TreeMap<>();
  private final Map<String, Location> names = new HashMap<>();

  CatalogReader(Path folder) {
    this.folder = folder;
  }

  Catalog read(boolean withLock) {
    refuseStrangers();
    if (Files.isDirectory(folder.resolve(Catalog.TOOLS_FOLDER))) {
      files(Catalog.TOOLS_FOLDER).forEach(this::readTool);
    } else {
      add(
          new Location(Catalog.TOOLS_FOLDER, 1, 1),
          "there is no folder '" + Catalog.TOOLS_FOLDER + "' in " + folder,
          "Make it, and write one tool to a file in it");
    }
    List<RelationDeclaration> relations =
        Files.exists(folder.resolve(RELATIONS))
            ? document(folder.resolve(RELATIONS))
                .map(document -> new RelationsReader(document, mistakes).read())
                .orElse(List.of())
            : List.of();
    if (Files.isDirectory(folder.resolve(Catalog.PROMPTS_FOLDER))) {
      files(Catalog.PROMPTS_FOLDER).forEach(this::readPrompt);
    }
    BudgetDeclaration budgets =
        Files.exists(folder.resolve(BUDGETS))
            ? document(folder.resolve(BUDGETS))
                .map(document -> new BudgetsReader(document, mistakes).read())
                .orElse(BudgetDeclaration.NONE)
            : BudgetDeclaration.NONE;
    CatalogLock lock = withLock ? lock() : CatalogLock.empty();
    if (!mistakes.isEmpty()) {
      mistakes.sort(IN_READING_ORDER);
      throw new CatalogException(mistakes);
    }
    return new Catalog(
        List.copyOf(tools.values()), relations, List.copyOf(prompts.values()), budgets, lock);
  }

  private void readTool(Path file) {
    document(file)
        .ifPresent(
            document -> {
              if (document.root() instanceof ObjectNode declaration) {
                new ToolReader(document, declaration, mistakes)
                    .read()
                    .ifPresent(tool -> tools.put(tool.name(), tool));
                refuseTakenName(document, declaration, "tool");
              } else {
                refuseRoot(document, "tool", "name, title, description, input, sql");
              }
            });
  }

  private void readPrompt(Path file) {
    document(file)
        .ifPresent(
            document -> {
              if (document.root() instanceof ObjectNode declaration) {
                new PromptReader(document, declaration, mistakes)
                    .read()
                    .ifPresent(prompt -> prompts.put(prompt.name(), prompt));
                refuseTakenName(document, declaration, "prompt");
              } else {
                refuseRoot(document, "prompt", "name, title, description, arguments, text");
              }
            });
  }

  private void refuseRoot(YamlDocument document, String kind, String keys) {
    add(
        document.at(""),
        document.root().isArray() ? "this file holds a list" : "this file holds no " + kind,
        "Write one " + kind + " to a file: " + keys);
  }

  private void refuseTakenName(YamlDocument document, ObjectNode declaration, String kind) {
    String name = declaration.path("name").asString("");
    if (name.isEmpty()) {
      return;
    }
    Location other = names.putIfAbsent(kind + " " + name, document.at("/name"));
    if (other != null) {
      add(
          document.at("/name"),
          "the name '" + name + "' is taken by " + other,
          "Give one of the two another name");
    }
  }

  /** What looks like a part of the catalogue and is none would be ignored without a word. */
  private void refuseStrangers() {
    for (Path entry : entries(folder, "")) {
      String name = String.valueOf(entry.getFileName());
      Location at = new Location(name, 1, 1);
      if (Files.isDirectory(entry)) {
        if (!FOLDERS.contains(name)) {
          Spelling.nearest(name, FOLDERS)
              .ifPresent(
                  nearest ->
                      add(
                          at,
                          "'" + name + "' is no folder of a catalogue",
                          Fields.ifMeant(nearest)));
        }
      } else if (isYaml(name) && !FILES.contains(name)) {
        add(
            at,
            "'" + name + "' is no file of a catalogue",
            Spelling.nearest(name, FILES)
                .map(nearest -> "Name it '" + nearest + "', if that was meant")
                .orElse("Move a tool to tools/, a prompt to prompts/, any other file elsewhere"));
      }
    }
  }

  private List<Path> files(String inner) {
    List<Path> files = new ArrayList<>();
    for (Path entry : entries(folder.resolve(inner), inner)) {
      String name = String.valueOf(entry.getFileName());
      if (isYaml(name)) {
        files.add(entry);
      } else if (Files.isDirectory(entry)) {
        add(
            new Location(inner + "/" + name, 1, 1),
            "'" + inner + "/" + name + "' is a folder, and only '" + inner + "' itself is read",
            "Move its files up");
      }
    }
    return files;
  }

  private static boolean isYaml(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".yaml") || small.endsWith(".yml");
  }

  /**
   * The visible entries of a folder, in the order of their names; none where there is no folder.
   */
  private List<Path> entries(Path directory, String name) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      refuseUnreadable(name.isEmpty() ? "." : name, e);
      return List.of();
    }
  }

  private Optional<YamlDocument> document(Path file) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    try {
      YamlDocument document = YamlDocument.parse(name, Files.readString(file));
      mistakes.addAll(document.mistakes());
      return document.mistakes().isEmpty() ? Optional.of(document) : Optional.empty();
    } catch (CharacterCodingException e) {
      add(new Location(name, 1, 1), "this is not UTF-8", "Save the file as UTF-8");
    } catch (IOException e) {
      refuseUnreadable(name, e);
    }
    return Optional.empty();
  }

  private CatalogLock lock() {
    try {
      return CatalogLock.read(folder);
    } catch (CatalogException e) {
      mistakes.addAll(e.mistakes());
      return CatalogLock.empty();
    }
  }

  private void refuseUnreadable(String name, IOException cause) {
    String reason =
        cause instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : cause instanceof FileSystemException
                ? cause.getClass().getSimpleName()
                : String.valueOf(cause.getMessage());
    add(
        new Location(name, 1, 1),
        "this cannot be read: " + reason,
        "Check that it is there and that this user may read it");
  }

  private void add(Location at, String problem, String remedy) {
    mistakes.add(new Mistake(at, problem, remedy));
  }
}
