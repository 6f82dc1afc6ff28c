package dev.sluice.call;

import org.jspecify.annotations.Nullable;

/**
 * What is noted of one call on its way, for the record of it. Words of ours and figures only: never
 * a value that a caller gave or a row holds. Safe for use by several threads.
 */
public final class Notes {
  private String door = "";
  private String name = "";
  private byte @Nullable [] arguments;
  private @Nullable Stop stop;
  private String source = "";
  private long rows;

  /**
   * Why a call came to nothing.
   *
   * @param layer that stopped it
   * @param code one word of ours
   * @param refused whether it may not be done; otherwise it could not
   */
  public record Stop(Layer layer, String code, boolean refused) {}

  /**
   * All that is noted at one moment.
   *
   * @param door the method that was called; empty where it is none
   * @param name of the tool, prompt or resource, as the catalogue has it; empty where there is none
   * @param arguments in their canonical form; null where there are none
   * @param stop null where nothing stood in the way
   * @param source of the rows: a server, {@code cache of} one, or {@code task}; empty for none
   * @param rows that were shown
   */
  @SuppressWarnings("ArrayRecordComponent") // Hashed once; nobody compares them.
  public record Seen(
      String door,
      String name,
      byte @Nullable [] arguments,
      @Nullable Stop stop,
      String source,
      long rows) {}

  /** The method that is called, which is one of ours. */
  public synchronized void door(String door) {
    this.door = door;
  }

  /** The tool, prompt or resource that was found, by the catalogue's name for it. */
  public synchronized void name(String name) {
    this.name = name;
  }

  /** What was asked, in its canonical form; kept for this call alone, and hashed under a key. */
  public synchronized void arguments(byte[] canonical) {
    this.arguments = canonical;
  }

  /** It may not be done. What was noted before stays: it is nearer to the cause. */
  public synchronized void refused(Layer layer, String code) {
    stopped(new Stop(layer, code, true));
  }

  /** It could not be done. What was noted before stays. */
  public synchronized void failed(Layer layer, String code) {
    stopped(new Stop(layer, code, false));
  }

  /** What it came to after all, whatever was noted before. */
  public synchronized void ended(Layer layer, String code) {
    stop = new Stop(layer, code, false);
  }

  /** Rows that are shown; of several reads, the sum, and the last one's source. */
  public synchronized void read(String from, long shown) {
    source = from;
    rows += shown;
  }

  /** All that is noted up to now. */
  public synchronized Seen seen() {
    return new Seen(door, name, arguments, stop, source, rows);
  }

  private void stopped(Stop why) {
    if (stop == null) {
      stop = why;
    }
  }
}
