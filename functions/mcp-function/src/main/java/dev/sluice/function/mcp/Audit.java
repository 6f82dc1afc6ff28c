package dev.sluice.function.mcp;

import dev.sluice.call.Notes;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.subject.Subject;
import dev.sluice.identity.audit.AuditRecord;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.Veil;
import dev.sluice.protocol.HttpResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record of each call. Safe for use by several threads.
 *
 * @param pseudonyms of callers
 * @param trail where records go
 */
record Audit(Pseudonyms pseudonyms, AuditTrail trail) {

  /** One call, from the event to its record. Used by one thread. */
  static final class Entry {
    private final Instant at;
    private final Reference reference;
    private final Notes notes = new Notes();
    private @Nullable Principal principal;
    private @Nullable Veil veil;

    Entry(Instant at, Reference reference) {
      this.at = at;
      this.reference = reference;
    }

    Reference reference() {
      return reference;
    }

    Notes notes() {
      return notes;
    }
  }

  /** Who calls. Looked up before the call is answered, while its time still runs. */
  void calledBy(Principal principal, Entry entry) {
    entry.principal = principal;
    if (trail.isKept()) {
      entry.veil =
          principal.equals(Principal.PRIMING)
              ? pseudonyms.rehearse()
              : pseudonyms.veil(Subject.of(principal));
    }
  }

  /** Writes the record, before the answer goes out; what warms a snapshot leaves none. */
  void write(Entry entry, HttpResponse response, long tookMillis) throws IOException {
    if (!trail.isKept()) {
      return;
    }
    AuditRecord call = call(entry, response, tookMillis);
    if (Principal.PRIMING.equals(entry.principal)) {
      trail.rehearse(call);
    } else {
      trail.write(call);
    }
  }

  /** Forgets what no two environments may share: before a snapshot. */
  void forget() {
    pseudonyms.forget();
    trail.forget();
  }

  private static AuditRecord call(Entry entry, HttpResponse response, long tookMillis) {
    Notes.Seen seen = entry.notes.seen();
    Notes.Stop stop = seen.stop();
    Veil veil = entry.veil;
    return new AuditRecord(
        entry.at,
        entry.reference.text(),
        veil == null ? "" : veil.pseudonym().text(),
        entry.principal == null ? "" : entry.principal.tenant(),
        seen.door(),
        seen.name(),
        veil == null || seen.arguments() == null ? "" : veil.hash(seen.arguments()),
        stop == null ? "allowed" : stop.refused() ? "refused" : "failed",
        stop == null ? "" : stop.layer().word(),
        stop == null ? "" : stop.code(),
        seen.source(),
        seen.rows(),
        response.body().length,
        tookMillis,
        response.status());
  }
}
