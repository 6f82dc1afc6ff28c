package dev.sluice.alarms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests read of the folder of runbooks. */
final class Runbooks {
  static final Path ROOT = Path.of("..");
  static final Path FOLDER = ROOT.resolve("runbooks");

  private static final Pattern SHELL = Pattern.compile("(?ms)^```bash\n(.*?)^```$");

  private Runbooks() {}

  /** Texts of the runbooks of alarms, by name. */
  static Map<String, String> ofAlarms() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals("README.md")) {
          texts.put(name.substring(0, name.length() - 3), Files.readString(file));
        }
      }
    }
    return texts;
  }

  /** Texts of all Markdown here, by path. */
  static Map<Path, String> all() throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList()) {
        texts.put(file, Files.readString(file));
      }
    }
    return texts;
  }

  /** Blocks of shell in a text. */
  static List<String> shell(String text) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = SHELL.matcher(text);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  /** Commands of blocks that begin with a word, continued lines joined. */
  static List<String> commands(String word) throws IOException {
    List<String> texts = new ArrayList<>();
    all().values().forEach(text -> texts.addAll(shell(text)));
    texts.add(Files.readString(FOLDER.resolve("log-query")));
    Pattern command = Pattern.compile("(?m)(?:^\\s*|\\$\\()(" + Pattern.quote(word) + " [a-z].*)$");
    List<String> commands = new ArrayList<>();
    for (String text : texts) {
      Matcher matcher = command.matcher(text.replace("\\\n", " "));
      while (matcher.find()) {
        commands.add(matcher.group(1).strip());
      }
    }
    return commands;
  }
}
