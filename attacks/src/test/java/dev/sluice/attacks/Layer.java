package dev.sluice.attacks;

import java.sql.SQLException;

/** A way for a text to reach the database: bare, behind one layer, or through all of Sluice. */
interface Layer {
  /** A word or two: the matrix's head. */
  String name();

  /** What it does, in one line. */
  String says();

  /** Whether it reaches the replica: locks are each server's own. */
  boolean isOnReplica();

  /** Opens a session of its own for one attack. */
  Session open(CarelessDatabase database) throws SQLException;

  /** What a client talks to. */
  interface Session extends AutoCloseable {
    /** Sends a text as a client would, and reads the answer to its end. Errors are an answer. */
    Answer send(String text);

    /**
     * Asks on the connection that {@link #send} used, as its next user would; a way without one
     * asks any connection that is used for others.
     */
    String ask(String query) throws SQLException;

    @Override
    void close() throws SQLException;
  }
}
