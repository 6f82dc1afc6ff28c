package dev.sluice.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AuditTrailTest {
  private final List<String> lines = new ArrayList<>();
  private boolean full;
  private final AuditTrail trail =
      new AuditTrail(
          line -> {
            lines.add(full ? line.substring(0, 20) : line);
            if (full) {
              throw new IOException("no room");
            }
          });

  @Test
  void write_several_areOneChain() throws Exception {
    written(3);

    assertThat(lines).hasSize(3);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
    var second = JsonMapper.shared().readTree(lines.get(1));
    assertThat(second.path("sequence").asInt()).isEqualTo(2);
    assertThat(second.path("previous").asString()).isEqualTo(AuditLine.hashOf(lines.get(0)));
    assertThat(second.path("tenant").asString()).isEqualTo("te\"nant\u00e4");
  }

  @Test
  void firstBroken_removed_isTheNextPlace() throws Exception {
    written(4);
    lines.remove(1);
    assertThat(AuditCheck.firstBroken(lines))
        .hasValue(new AuditCheck.Broken(2, "records 2 to 2 are missing"));
  }

  @Test
  void firstBroken_firstRemoved_isSeen() throws Exception {
    written(3);
    lines.removeFirst();
    assertThat(AuditCheck.firstBroken(lines).orElseThrow().line()).isEqualTo(1);
  }

  @Test
  void firstBroken_edited_isThere() throws Exception {
    written(3);
    lines.set(1, lines.get(1).replace("\"rows\":2", "\"rows\":3"));
    assertThat(AuditCheck.firstBroken(lines))
        .hasValue(new AuditCheck.Broken(2, "it was edited: its hash is another"));
  }

  @Test
  void firstBroken_editedAndHashedAnew_isBehindIt() throws Exception {
    written(3);
    String edited = lines.get(1).replace("\"rows\":2", "\"rows\":3");
    String text = edited.substring(0, edited.lastIndexOf(AuditLine.HASH));
    lines.set(1, text + AuditLine.HASH + AuditLine.hash(text) + "\"}");
    assertThat(AuditCheck.firstBroken(lines).orElseThrow().line()).isEqualTo(3);
  }

  @Test
  void firstBroken_swapped_isSeen() throws Exception {
    written(3);
    Collections.swap(lines, 1, 2);
    assertThat(AuditCheck.firstBroken(lines).orElseThrow().line()).isEqualTo(2);
  }

  @Test
  void write_byManyAtOnce_isOneChain() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Future<Boolean> _ =
            threads.submit(
                () -> {
                  trail.write(call());
                  return true;
                });
      }
    }
    assertThat(lines).hasSize(200);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
  }

  @Test
  void write_sinkFails_throwsAndBeginsAnotherChain() throws Exception {
    written(2);
    full = true;
    assertThatThrownBy(() -> trail.write(call())).isInstanceOf(IOException.class);
    full = false;
    written(2);
    assertThat(AuditCheck.firstBroken(lines)).hasValue(new AuditCheck.Broken(3, "it is no record"));
    lines.remove(2);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
  }

  @Test
  void forget_betweenTwo_makesTwoEnvironments() throws Exception {
    written(1);
    trail.forget();
    written(1);
    assertThat(
            lines.stream()
                .map(line -> JsonMapper.shared().readTree(line).path("environment").asString())
                .distinct())
        .hasSize(2);
    assertThat(AuditCheck.firstBroken(lines)).isEmpty();
  }

  @Test
  void fileSink_written_isThereAndChecks(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("audit/audit.jsonl");
    AuditTrail onFile = new AuditTrail(new FileAuditSink(file));
    onFile.write(call());
    onFile.write(call());
    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(AuditCheck.firstBroken(Files.readAllLines(file))).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private void written(int many) throws IOException {
    for (int i = 0; i < many; i++) {
      trail.write(call());
    }
  }

  private static AuditRecord call() {
    return new AuditRecord(
        Instant.parse("2026-11-26T10:00:00Z"),
        "a-reference",
        "p-00",
        "te\"nant\u00e4",
        "tools/call",
        "customer_orders",
        "abc",
        "allowed",
        "",
        "",
        "replica-1",
        2,
        100,
        3,
        200);
  }
}
