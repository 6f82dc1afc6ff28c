package dev.sluice.catalog;

/**
 * A place in a file of the catalogue.
 *
 * @param file the file, relative to the catalogue's folder
 * @param line counted from 1
 * @param column counted from 1
 */
public record Location(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
