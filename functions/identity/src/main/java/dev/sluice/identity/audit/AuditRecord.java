package dev.sluice.identity.audit;

import java.time.Instant;

/**
 * One call, for whoever must show later what was done. Words of the catalogue and figures; never a
 * value that a caller gave or a row holds. A text that does not apply is empty.
 *
 * @param at when the call began
 * @param reference as the answer has it
 * @param subject the caller's pseudonym; empty where nobody said who calls
 * @param tenant the caller's
 * @param door the method of MCP
 * @param name of the tool, prompt or resource, as the catalogue has it
 * @param arguments their hash, under a key of the caller's own
 * @param verdict {@code allowed}, {@code refused} or {@code failed}
 * @param layer that refused or failed
 * @param code why, in one word
 * @param source of the rows: a server, {@code cache of} one, or {@code task}
 * @param rows that were shown
 * @param bytes of the answer
 * @param millis from the event to this record
 * @param status of HTTP
 */
public record AuditRecord(
    Instant at,
    String reference,
    String subject,
    String tenant,
    String door,
    String name,
    String arguments,
    String verdict,
    String layer,
    String code,
    String source,
    long rows,
    long bytes,
    long millis,
    int status) {}
