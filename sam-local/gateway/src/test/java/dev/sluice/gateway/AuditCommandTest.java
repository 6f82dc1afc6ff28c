package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.audit.AuditRecord;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.audit.FileAuditSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  @TempDir private Path folder;
  private Path file = Path.of("");
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("audit.jsonl");
    AuditTrail trail = new AuditTrail(new FileAuditSink(file));
    for (int i = 1; i <= 3; i++) {
      trail.write(
          new AuditRecord(
              Instant.parse("2026-11-26T10:0" + i + ":00Z"),
              "reference-" + i,
              "p-00",
              "acme",
              "tools/call",
              "tool_" + i,
              "",
              "allowed",
              "",
              "",
              "replica-1",
              i,
              9,
              1,
              200));
    }
  }

  @Test
  void audit_reference_isShownWithItsChain() {
    assertThat(audit("reference-2")).isZero();
    assertThat(said.toString())
        .contains("tool_2", "replica-1", "3 records; every chain holds")
        .doesNotContain("tool_1", "tool_3");
  }

  @Test
  void audit_unknownReference_fails() {
    assertThat(audit("reference-9")).isEqualTo(1);
    assertThat(said.toString()).contains("there is no record of reference-9");
  }

  @Test
  void audit_sinceAndTool_areFilters() {
    assertThat(audit("--since", "2026-11-26T10:02:00Z")).isZero();
    assertThat(said.toString()).contains("tool_2", "tool_3").doesNotContain("tool_1");
    assertThat(audit("--since", "yesterday")).isEqualTo(2);
    said.getBuffer().setLength(0);
    assertThat(audit("--tool", "tool_1")).isZero();
    assertThat(said.toString()).contains("reference-1").doesNotContain("reference-3");
  }

  @Test
  void audit_verifyWhereARecordIsGone_saysWhere() throws IOException {
    assertThat(audit("--verify")).isZero();
    List<String> lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(2)));
    assertThat(audit("--verify")).isEqualTo(1);
    assertThat(said.toString()).contains(file + ":2: the chain is broken: records 2 to 2");
  }

  @Test
  void audit_cloud_printsTheQuery() {
    assertThat(audit("--cloud", "reference-2")).isZero();
    assertThat(said.toString()).contains("filter audit = 1 and reference = \"reference-2\"");
  }

  private int audit(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "audit";
    all[1] = "--file";
    all[2] = file.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    PrintWriter writer = new PrintWriter(said, true);
    return Main.run(writer, writer, all);
  }
}
