package dev.sluice.data;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What every connection's session is pinned to, so that an answer never depends on a role's
 * settings.
 */
final class Session {
  /**
   * Set once a connection. {@code pg_catalog} stands first, so that no relation of another schema
   * can take the place of one of PostgreSQL's own. Commands, since no query can be run on a replica
   * in the isolation that some role may be set to.
   */
  static final String PINNED_STATE =
      """
      set default_transaction_isolation to 'read committed';
      set default_transaction_read_only to on;
      set search_path to pg_catalog, public;
      set timezone to 'UTC';
      set datestyle to 'ISO, YMD';
      set intervalstyle to 'iso_8601';
      set bytea_output to 'hex';
      set extra_float_digits to 1;
      set standard_conforming_strings to on;
      set row_security to on;
      set client_min_messages to error;
      set statement_timeout to 30000;
      set lock_timeout to 1000;
      set idle_in_transaction_session_timeout to 30000;
      set client_connection_check_interval to 1000
      """;

  /**
   * What ends an ad-hoc statement: its transaction, all that it may have left in the session, and
   * the pinned state once more. DISCARD ALL cannot stand in one flight with anything; these are its
   * parts (PostgreSQL manual, "DISCARD").
   */
  static final String RESET =
      """
      rollback;
      close all;
      set session authorization default;
      reset all;
      deallocate all;
      unlisten *;
      select pg_catalog.pg_advisory_unlock_all();
      discard plans;
      discard temp;
      discard sequences;
      """
          + PINNED_STATE;

  /**
   * What begins every transaction: its timeout and its claims, gone with it. It comes first, and
   * gives no row, so that it is done with before the statement begins, whose own time the server
   * counts anew. No argument of concat is skipped, and it is never null.
   */
  static final String BEGINNING =
      """
      select where concat(
        set_config('statement_timeout', ?, true),
        set_config('sluice.subject', ?, true),
        set_config('sluice.tenant', ?, true),
        set_config('sluice.scopes', ?, true)) is null""";

  private Session() {}

  /** Sets the parameters of {@link #BEGINNING}; the index of the next one. */
  static int bind(PreparedStatement statement, Timing timing, Claims claims) throws SQLException {
    statement.setString(1, String.valueOf(timing.limitMillis()));
    statement.setString(2, claims.subject());
    statement.setString(3, claims.tenant());
    statement.setString(4, claims.scopes());
    return 5;
  }
}
