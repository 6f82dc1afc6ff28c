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

  static final JdbcLayer MASKS =
      JdbcLayer.named("masks", "masks on columns of the answer, by their labels")
          .masking("c_phone", "c_acctbal");

  static final Layer VERDICT =
      new VerdictLayer(
          "verdict", "PostgreSQL's grammar, and what the catalogue exposes; nothing is masked");

  static final Layer SLUICE =
      new GovernedLayer("sluice", "all of them, as Sluice puts them together", true);

  static final Layer SLUICE_WITH_CARELESS_ROLE =
      new GovernedLayer(
          "sluice, careless",
          "the same on the primary, with the careless role under row-level security: a start"
              + " refuses that role",
          false);

  /** In the order of the matrix's columns: each alone, then all together. */
  static final List<Layer> ALL =
      List.of(
          SPLITTER,
          READ_ONLY,
          REPLICA,
          ROLE,
          SESSION,
          CAPS,
          ROW_SECURITY,
          MASKS,
          VERDICT,
          SLUICE_WITH_CARELESS_ROLE,
          SLUICE);

  private Layers() {}
}
