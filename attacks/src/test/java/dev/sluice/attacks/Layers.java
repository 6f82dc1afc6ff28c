package dev.sluice.attacks;

import dev.sluice.attacks.JdbcLayer.Caps;
import dev.sluice.attacks.JdbcLayer.Transaction;
import dev.sluice.data.SqlTemplate;
import java.util.List;

/**
 * Sluice's layers, each alone over bare JDBC. The product cannot be run without one of them: these
 * are made here, of the same parts or the same settings.
 */
final class Layers {
  static final JdbcLayer SPLITTER =
      JdbcLayer.named("splitter", "the driver's own splitter finds exactly one statement")
          .gated(SqlTemplate::parse);

  static final JdbcLayer READ_ONLY =
      JdbcLayer.named("read-only", "a read-only transaction, rolled back at the end")
          .in(Transaction.READ_ONLY);

  static final JdbcLayer REPLICA = JdbcLayer.named("replica", "a hot standby").onReplica();

  static final JdbcLayer ROLE =
      JdbcLayer.named(
              "role",
              "a role that may read the catalogue's columns, call no function of the owner's or of"
                  + " an extension, and make no large object; row-level security is not its part,"
                  + " and does not bind it")
          .as(CarelessDatabase.LEAST);

  private static final String PINNED =
      """
      set application_name = 'pinned'; set search_path = pg_catalog, public;
      set standard_conforming_strings = on; set row_security = on; set statement_timeout = '2s';
      set lock_timeout = '100ms'; set idle_in_transaction_session_timeout = '2s'
      """;

  static final JdbcLayer SESSION =
      JdbcLayer.named(
              "session",
              "pinned settings, timeouts (statements 2 s, locks 100 ms), and after each text a"
                  + " rollback, no advisory lock, a reset of all")
          .opening(PINNED)
          .ending("rollback", "select pg_advisory_unlock_all()", "discard all", PINNED);

  static final JdbcLayer CAPS =
      JdbcLayer.named("caps", "1,000 rows and 256 KiB of an answer, read 100 rows at a time")
          .in(Transaction.COMMITTED)
          .upTo(new Caps(1_000, 262_144, 100));

  static final JdbcLayer ROW_SECURITY =
      JdbcLayer.named("rls", "row-level security, with the claims of one tenant")
          .as(CarelessDatabase.BOUND)
          .opening(
              "select set_config('sluice.subject', 'eve', false),"
                  + " set_config('sluice.tenant', 'BUILDING', false),"
                  + " set_config('sluice.scopes', 'query.read', false)");

  /** In the order of the matrix's columns. The verdict, the masks and all of Sluice come last. */
  static final List<Layer> ALL =
      List.of(SPLITTER, READ_ONLY, REPLICA, ROLE, SESSION, CAPS, ROW_SECURITY);

  private Layers() {}
}
