package dev.sluice.task.result;

import java.io.IOException;

/** The first row of a page is larger than the whole page may be. */
public final class RowTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long row;

  RowTooLargeException(long row, int mostBytes) {
    super(
        "Row "
            + row
            + " alone is larger than the "
            + mostBytes
            + " bytes of a page. Begin behind it, or load its part by its link.");
    this.row = row;
  }

  /** The number of that row, from 1. */
  public long row() {
    return row;
  }
}
