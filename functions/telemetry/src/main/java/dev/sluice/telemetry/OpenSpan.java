package dev.sluice.telemetry;

/** A span under way. Safe for use by several threads. */
public interface OpenSpan extends AutoCloseable {
  /** Of a call that nobody traces. */
  OpenSpan NONE =
      new OpenSpan() {
        @Override
        public void failed() {}

        @Override
        public void close() {}
      };

  /** Says that what it stands for came to nothing. */
  void failed();

  @Override
  void close();
}
