package dev.sluice.gateway;

import dev.sluice.identity.audit.AuditCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what was recorded of calls, and whether the records are as they were written. */
@Command(name = "audit")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class AuditCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Spec private CommandSpec spec;

  @Option(names = "--file")
  private @Nullable Path file;

  @Option(names = "--verify")
  private boolean verify;

  @Option(names = "--since")
  private @Nullable String since;

  @Option(names = "--tool")
  private @Nullable String tool;

  @Option(names = "--cloud")
  private boolean cloud;

  @Parameters(index = "0", arity = "0..1", paramLabel = "REFERENCE")
  private @Nullable String reference;

  /** Where {@code ./sluice up} writes. */
  static Path file() {
    return Installation.cache().resolve("audit").resolve("audit.jsonl");
  }

  @Override
  public Integer call() {
    Instant from = since();
    PrintWriter out = spec.commandLine().getOut();
    if (cloud) {
      out.println(query(from));
      return 0;
    }
    List<String> lines = lines();
    Optional<AuditCheck.Broken> broken = AuditCheck.firstBroken(lines);
    if (!verify) {
      long shown = lines.stream().filter(line -> show(line, from, out)).count();
      if (reference != null && shown == 0) {
        throw new CommandException("there is no record of " + reference + " in " + path());
      }
    }
    out.println(
        broken
            .map(at -> path() + ":" + at.line() + ": the chain is broken: " + at.problem())
            .orElse(lines.size() + " records; every chain holds"));
    return broken.isPresent() ? 1 : 0;
  }

  private boolean show(String line, @Nullable Instant from, PrintWriter out) {
    JsonNode record;
    try {
      record = JSON.readTree(line);
    } catch (JacksonException e) {
      return false;
    }
    boolean wanted =
        (reference == null || record.path("reference").asString("").equals(reference))
            && (tool == null || record.path("name").asString("").equals(tool))
            && (from == null || !Instant.parse(record.path("at").asString("")).isBefore(from));
    if (wanted) {
      record.forEachEntry(
          (name, value) -> {
            if (!value.asString("").isEmpty()) {
              out.printf("%-13s%s%n", name, value.asString(""));
            }
          });
      out.println();
    }
    return wanted;
  }

  /** Of CloudWatch Logs Insights, over the log groups of function and authorizer. */
  private String query(@Nullable Instant from) {
    StringBuilder query = new StringBuilder("fields @message | filter audit = 1");
    if (reference != null) {
      query.append(" and reference = ").append(JSON.writeValueAsString(reference));
    }
    if (tool != null) {
      query.append(" and name = ").append(JSON.writeValueAsString(tool));
    }
    if (from != null) {
      query.append(" and at >= \"").append(from).append('"');
    }
    return query.append(" | sort environment, sequence | limit 10000").toString();
  }

  private Path path() {
    return file == null ? file() : file;
  }

  private List<String> lines() {
    Path read = path();
    if (!Files.exists(read)) {
      throw new CommandException(
          "there is no " + read + ": ./sluice up writes it, or name another with --file");
    }
    try {
      return Files.readAllLines(read);
    } catch (IOException e) {
      throw new CommandException(read + " cannot be read: " + e.getMessage(), e);
    }
  }

  private @Nullable Instant since() {
    if (since == null) {
      return null;
    }
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--since is '" + since + "': write it as 2026-11-26T10:00:00Z", e);
    }
  }
}
