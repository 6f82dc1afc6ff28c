package dev.sluice.states.cases;

import dev.sluice.states.ExecutionDescription;
import dev.sluice.states.Executions;
import dev.sluice.states.Functions;
import dev.sluice.states.ServiceException;
import dev.sluice.states.VirtualTime;
import dev.sluice.states.machine.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A case, run here: by a virtual clock, and with every delay as long as its jitter lets it be. */
public final class CaseRun implements Functions {
  /** Of real time: a case takes milliseconds. */
  private static final long LIMIT_SECONDS = 30;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TOKEN_FIELD = "token";

  private final List<Scripted> script;
  private final VirtualTime time = new VirtualTime(START);
  private final List<Call> calls = new ArrayList<>();
  private final Executions executions;

  private CaseRun(StateMachine machine, MachineCase one) {
    this.script = one.expected().calls();
    this.executions = new Executions(List.of(machine), this, time, () -> 1.0);
  }

  /** Runs a case, and tells what came of it. */
  public static Trace run(StateMachine machine, MachineCase one) {
    CaseRun run = new CaseRun(machine, one);
    try (run.executions) {
      String arn =
          run.executions
              .start(
                  Executions.machineArn(machine.name()), executionName(one), one.input().toString())
              .arn();
      ExecutionDescription end =
          run.executions.ended(arn).orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
      synchronized (run.calls) {
        return new Trace(List.copyOf(run.calls), end.status().name(), end.error(), end.cause());
      }
    }
  }

  /** The name that a case's execution has: the id of the task or the erasure that it is about. */
  public static String executionName(MachineCase one) {
    return one.input().path(one.input().has("taskId") ? "taskId" : "erasureId").asString();
  }

  @Override
  public Outcome invoke(String functionName, String payloadJson) {
    JsonNode payload = JsonMapper.shared().readTree(payloadJson);
    String token = payload.path(TOKEN_FIELD).asString("");
    if (payload instanceof ObjectNode object && object.has(TOKEN_FIELD)) {
      object.put(TOKEN_FIELD, Call.TOKEN);
    }
    int index;
    synchronized (calls) {
      index = calls.size();
      calls.add(new Call(Duration.between(START, time.now()).toSeconds(), payload));
    }
    if (index >= script.size()) {
      return new Failed("Case.Over", "the case has no call " + (index + 1));
    }
    Scripted scripted = script.get(index);
    scripted.token().ifPresent(use -> time.start("token", () -> send(use, token)));
    return react(scripted.reaction());
  }

  private Outcome react(Scripted.Reaction reaction) {
    return switch (reaction) {
      case Scripted.Reaction.Answers answers -> new Answer(answers.payload().toString());
      case Scripted.Reaction.AnswersBytes answers ->
          new Answer('"' + "x".repeat(answers.bytes() - 2) + '"');
      case Scripted.Reaction.Fails fails -> new Failed(fails.errorType(), fails.errorMessage());
      case Scripted.Reaction.Hangs _ -> {
        time.await(new CompletableFuture<>(), null);
        yield new Failed("Case.Woken", "a function that hangs was woken");
      }
    };
  }

  private void send(Scripted.TokenUse use, String token) {
    try {
      sendInTime(use, token);
    } catch (ServiceException e) {
      // Too late, as the case wants it: the calls and the end tell whether that is right.
    }
  }

  private void sendInTime(Scripted.TokenUse use, String token) {
    int slept = 0;
    for (int heartbeat : use.heartbeatsAfterSeconds()) {
      time.sleep(Duration.ofSeconds(heartbeat - slept));
      slept = heartbeat;
      executions.sendTaskHeartbeat(token);
    }
    time.sleep(Duration.ofSeconds(use.afterSeconds() - slept));
    switch (react(use.reaction())) {
      case Answer answer -> executions.sendTaskSuccess(token, answer.payloadJson());
      case Failed failed ->
          executions.sendTaskFailure(token, failed.errorType(), failed.errorMessage());
    }
  }
}
