package dev.sluice.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that was meant. */
public final class Spelling {
  private static final int MAX_DISTANCE = 2;

  private Spelling() {}

  /** The known word at most two edits away from what was written, and by less than half of it. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    return known.stream()
        .filter(word -> Math.abs(word.length() - written.length()) <= MAX_DISTANCE)
        .filter(word -> isNear(distance(written, word), word))
        .min(Comparator.comparingInt(word -> distance(written, word)));
  }

  private static boolean isNear(int distance, String word) {
    return distance <= MAX_DISTANCE && distance * 2 < word.length();
  }

  /** Levenshtein's distance, two letters in the wrong order counted as one edit. */
  private static int distance(String left, String right) {
    int[] beforePrevious = new int[right.length() + 1];
    int[] previous = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      previous[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                previous[column - 1] + change, Math.min(previous[column], current[column - 1]) + 1);
        if (isSwap(left, row, right, column)) {
          current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
        }
      }
      beforePrevious = previous;
      previous = current;
    }
    return previous[right.length()];
  }

  private static boolean isSwap(String left, int row, String right, int column) {
    return row > 1
        && column > 1
        && left.charAt(row - 1) == right.charAt(column - 2)
        && left.charAt(row - 2) == right.charAt(column - 1);
  }
}
