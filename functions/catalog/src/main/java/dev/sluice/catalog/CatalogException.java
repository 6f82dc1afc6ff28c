package dev.sluice.catalog;

import java.util.List;
import java.util.stream.Collectors;

/** A catalogue that does not check: all of its mistakes at once, a line each in the message. */
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  /** The mistakes, at least one. */
  public CatalogException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes, in the order of files and lines. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
