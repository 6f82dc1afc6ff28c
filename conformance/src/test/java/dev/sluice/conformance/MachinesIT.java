package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.npm.Program;
import dev.sluice.states.Executions;
import dev.sluice.states.cases.Call;
import dev.sluice.states.cases.CaseFile;
import dev.sluice.states.cases.CaseRun;
import dev.sluice.states.cases.MachineCase;
import dev.sluice.states.cases.Trace;
import dev.sluice.states.machine.StateMachine;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** State machines and their cases, before programs that others wrote. */
class MachinesIT {
  private static final String INTERPRETER = "aws-local-stepfunctions";
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path SCRIPT = Stage.HOME.resolve("src/test/node/machines.mjs");
  private static final Path ROOT = Stage.HOME.resolve("..").normalize();
  private static final Path QUERY_TASK = ROOT.resolve("statemachines/query-task.asl.json");

  /** Where nothing is written by hand. */
  private static final Set<String> SKIPPED = Set.of("target", "node_modules", ".git");

  @TempDir private Path scratch;

  static Stream<Path> caseFiles() throws IOException {
    return files(CaseFile.SUFFIX).stream();
  }

  @ParameterizedTest
  @MethodSource("caseFiles")
  void case_inBothInterpreters_callsAndEndsAlike(Path path) throws Exception {
    CaseFile file = CaseFile.read(path);
    StateMachine machine = file.stateMachine();
    JsonNode others = node("run", path.toString());
    int different = 0;
    for (MachineCase one : file.cases()) {
      Trace ours = CaseRun.run(machine, one);
      Trace theirs = trace(others.path(one.name()));
      assertThat(ours).as("Sluice, " + one.name()).isEqualTo(one.expected().trace());
      if (one.differences().containsKey(INTERPRETER)) {
        different++;
        assertThat(theirs)
            .as(INTERPRETER + ", " + one.name())
            .isEqualTo(one.expectedOf(INTERPRETER).trace())
            .as("no difference is left in " + one.name() + ": delete it")
            .isNotEqualTo(ours);
      } else {
        assertThat(theirs).as(INTERPRETER + ", " + one.name()).isEqualTo(ours);
      }
    }
    assertThat(others).hasSameSizeAs(file.cases());
    System.err.printf(
        "%s: %d cases compared with %s, %d of them with an explained difference%n",
        machine.name(), file.cases().size(), INTERPRETER, different);
  }

  @Test
  void case_inMotoServer_callsAndEndsAlike() throws Exception {
    Optional<Path> program = MotoServer.installed();
    if (program.isEmpty()) {
      System.err.println(MotoServer.PROGRAM + " is not on the PATH: no case was run with it");
    }
    assumeThat(program).as(MotoServer.PROGRAM + ", which is not on the PATH").isPresent();
    List<Callable<SoftAssertions>> files = new ArrayList<>();
    for (Path path : files(CaseFile.SUFFIX)) {
      files.add(() -> compare(program.orElseThrow(), path));
    }
    // A process each, since one of Python's uses one core.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<SoftAssertions> compared : threads.invokeAll(files)) {
        compared.get().assertAll();
      }
    }
  }

  private static SoftAssertions compare(Path program, Path path) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    try (MotoCases moto = MotoCases.start(program)) {
      compare(moto, path, softly);
    }
    return softly;
  }

  private static void compare(MotoCases moto, Path path, SoftAssertions softly) throws Exception {
    CaseFile file = CaseFile.read(path);
    StateMachine machine = file.stateMachine();
    String definition = substituted(Files.readString(file.machine()));
    int compared = 0;
    int different = 0;
    List<String> notRun = new ArrayList<>();
    for (MachineCase one : file.cases()) {
      if (one.notRun().containsKey(MotoServer.PROGRAM)) {
        notRun.add(one.name() + ": " + one.notRun().get(MotoServer.PROGRAM));
        continue;
      }
      compared++;
      Trace ours = one.expected().trace();
      Trace theirs = moto.run(definition, one, executionArn(machine, one));
      if (one.differences().containsKey(MotoServer.PROGRAM)) {
        different++;
        softly
            .assertThat(theirs)
            .as(MotoServer.PROGRAM + ", " + one.name())
            .isEqualTo(one.expectedOf(MotoServer.PROGRAM).trace())
            .as("no difference is left in " + one.name() + ": delete it")
            .isNotEqualTo(ours);
      } else {
        softly.assertThat(theirs).as(MotoServer.PROGRAM + ", " + one.name()).isEqualTo(ours);
      }
    }
    System.err.printf(
        "%s: %d cases compared with %s, %d with an explained difference; %d not run: %s%n",
        machine.name(), compared, MotoServer.PROGRAM, different, notRun.size(), notRun);
  }

  private static String executionArn(StateMachine machine, MachineCase one) {
    return Executions.machineArn(machine.name()).replace(":stateMachine:", ":execution:")
        + ":"
        + CaseRun.executionName(one);
  }

  @Test
  void machine_validated_nothingIsSaidAgainstIt() throws Exception {
    List<Path> machines = files(StateMachine.SUFFIX);
    assertThat(machines).contains(QUERY_TASK).hasSizeGreaterThan(1);
    List<String> substituted = new ArrayList<>();
    for (Path machine : machines) {
      substituted.add(written(machine.getFileName().toString(), Files.readString(machine)));
    }
    JsonNode said = node("validate", substituted.toArray(String[]::new));
    assertThat(said).hasSameSizeAs(machines);
    said.properties()
        .forEach(entry -> assertThat(entry.getValue().asString()).as(entry.getKey()).isEmpty());
  }

  /** Otherwise its silence would say nothing. */
  @ParameterizedTest
  @CsvSource({
    "'\"Type\": \"Succeed\"',          '\"Type\": \"Success\"'",
    "'\"TimeoutSeconds\": 870',        '\"TimeoutSecs\": 870'",
    "'\"StringEquals\": \"commit\"',   '\"StringEqual\": \"commit\"'",
    "'\"Next\": \"Claimed\"',          '\"Next\": \"Claim1\"'",
    "'\"Default\": \"WithoutCause\"',  '\"Default\": \"Fail\"'"
  })
  void machine_withMistake_isRefusedByBoth(String right, String wrong) throws Exception {
    String text = Files.readString(QUERY_TASK);
    assertThat(text).contains(right);
    String file = written("broken.asl.json", text.replace(right, wrong));
    assertThat(node("validate", file).path(file).asString()).isNotEmpty();
  }

  private String written(String name, String text) throws IOException {
    Path file = scratch.resolve(name);
    Files.writeString(file, substituted(text));
    return file.toString();
  }

  private static String substituted(String text) {
    return text.replaceAll("\\$\\{\\w+\\}", "task-function");
  }

  private static Trace trace(JsonNode result) {
    return new Trace(
        result
            .path("calls")
            .valueStream()
            .map(call -> new Call(call.get("at").asLong(), call.get("payload")))
            .toList(),
        result.path("status").asString(""),
        text(result, "error"),
        text(result, "cause"));
  }

  private static Optional<String> text(JsonNode result, String field) {
    return result.path(field).asStringOpt();
  }

  private static List<Path> files(String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(suffix)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  private JsonNode node(String verb, String... files) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--input-type=module", "-", verb));
    arguments.addAll(List.of(files));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    int status =
        Program.run(
            Stage.packages()
                .node(arguments.toArray(String[]::new))
                .redirectInput(SCRIPT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()),
            LIMIT,
            "no Node");
    assertThat(status).as(Files.readString(err)).isZero();
    return JsonMapper.shared().readTree(Files.readString(out));
  }
}
