package dev.sluice.data.role;

/**
 * Functions that a reading role must not be able to call: they write where a read-only transaction
 * does not look, or reach out of the database. As a condition on {@code pg_proc p}.
 */
final class DangerousFunctions {
  /** PostgreSQL's own: large objects, messages in its log, files, and commands to the server. */
  private static final String OWN =
      "^(lo_.*|lowrite|loread|pg_logical_emit_message|pg_read_(binary_)?file|pg_stat_file"
          + "|pg_ls_.*|pg_file_.*|pg_promote|pg_reload_conf|pg_rotate_logfile|pg_switch_wal"
          + "|pg_create_restore_point|pg_wal_replay_(pause|resume)|pg_replication_origin_.*)$";

  /** Extensions all of whose functions reach out of the database, or run SQL as somebody else. */
  private static final String EXTENSIONS =
      "'dblink', 'adminpack', 'http', 'pg_net', 'pg_background', 'pg_cron', 'plproxy', 'aws_s3',"
          + " 'aws_lambda'";

  static final String CONDITION =
      """
      (p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace and p.proname ~ '%s'
        or exists (
          select from pg_catalog.pg_depend d
            join pg_catalog.pg_extension e on e.oid = d.refobjid
          where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.objid = p.oid
            and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            and d.deptype = 'e' and e.extname in (%s)))
      """
          .formatted(OWN, EXTENSIONS)
          .strip();

  private DangerousFunctions() {}
}
