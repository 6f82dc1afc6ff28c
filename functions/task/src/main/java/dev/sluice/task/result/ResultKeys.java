package dev.sluice.task.result;

import dev.sluice.task.TaskId;
import java.util.regex.Pattern;

/**
 * What the objects of results are called: {@code task/attempt/part-00001.jsonl.gz} and, stored
 * last, {@code task/attempt/index.json}.
 */
final class ResultKeys {
  static final String INDEX = "index.json";

  /** The character behind the slash: with it, a folder's name is behind all that is in there. */
  static final String BEHIND_FOLDER = "0";

  private static final Pattern PART = Pattern.compile("part-\\d{5}\\.jsonl\\.gz");

  private ResultKeys() {}

  static String of(TaskId id) {
    return id + "/";
  }

  static String of(TaskId id, int attempt) {
    return of(id) + attempt + "/";
  }

  static String part(int number) {
    return "part-%05d.jsonl.gz".formatted(number);
  }

  static boolean isPart(String name) {
    return PART.matcher(name).matches();
  }
}
