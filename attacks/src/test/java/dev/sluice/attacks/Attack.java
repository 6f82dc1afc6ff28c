package dev.sluice.attacks;

import dev.sluice.attacks.SqlFile.Directive;
import dev.sluice.attacks.SqlFile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One text that a client may send, and how it is seen that it did what it should not.
 *
 * @param group the file it stands in
 * @param technique the id of the technique, shared by its variants
 * @param name what the technique is, in one line
 * @param number of the variant within the technique, from 1
 * @param given what is done before, as superuser, so that it finds things as it needs them
 * @param removes files taken out of the servers' folders before
 * @param oracle what its success looks like
 * @param text what is sent
 * @param line where the text starts in the file
 */
record Attack(
    String group,
    String technique,
    String name,
    int number,
    List<String> given,
    List<String> removes,
    Oracle oracle,
    String text,
    int line) {

  /** Id of the variant: {@code technique/number}. */
  String id() {
    return technique + "/" + number;
  }

  @Override
  public String toString() {
    return id() + ": " + name;
  }

  /** Every attack of the corpus, in the order of the files. */
  static List<Attack> all() {
    List<Attack> attacks = new ArrayList<>();
    Attack last = null;
    for (Entry entry : SqlFile.readAll("/attacks")) {
      last = read(entry, last);
      attacks.add(last);
    }
    return attacks;
  }

  /** What an entry does not say is as it was for the one above, within a technique. */
  private static Attack read(Entry entry, @Nullable Attack above) {
    Attack last = above;
    String technique = last == null ? "" : last.technique();
    String name = last == null ? "" : last.name();
    List<String> given = new ArrayList<>();
    List<String> removes = new ArrayList<>();
    Oracle oracle = null;
    for (Directive directive : entry.directives()) {
      switch (directive.word()) {
        case "technique" -> {
          String[] parts = directive.rest().split(": ", 2);
          technique = parts[0];
          name = parts[1];
          last = null;
        }
        case "given" -> given.add(directive.rest());
        case "removes" -> removes.add(directive.rest());
        case "" -> {}
        default -> oracle = Oracle.of(directive);
      }
    }
    if (oracle == null && last == null) {
      throw new IllegalArgumentException(
          entry.file() + ".sql:" + entry.line() + ": no oracle says how its success is seen");
    }
    return new Attack(
        entry.file(),
        technique,
        name,
        last == null ? 1 : last.number() + 1,
        given.isEmpty() && last != null ? last.given() : given,
        removes.isEmpty() && last != null ? last.removes() : removes,
        oracle == null && last != null ? last.oracle() : Objects.requireNonNull(oracle),
        entry.text(),
        entry.line());
  }
}
