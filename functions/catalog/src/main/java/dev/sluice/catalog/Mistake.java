package dev.sluice.catalog;

/**
 * One thing that is wrong in a catalogue.
 *
 * @param at where
 * @param problem what is wrong, without a full stop
 * @param remedy what to write instead, without a full stop
 */
public record Mistake(Location at, String problem, String remedy) {

  @Override
  public String toString() {
    return at + ": " + problem + ". " + remedy + ".";
  }
}
