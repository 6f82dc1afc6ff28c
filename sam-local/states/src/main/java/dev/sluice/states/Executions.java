package dev.sluice.states;

import dev.sluice.states.ServiceException.Code;
import dev.sluice.states.machine.ErrorNames;
import dev.sluice.states.machine.StateMachine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Executions of some state machines, each on virtual threads, as the standard workflows of Step
 * Functions run them. Nothing outlives the process. Safe for use by many threads.
 */
public final class Executions implements AutoCloseable {
  /** So many are kept, the running ones and the newest that ended: names count as long as that. */
  static final int MAX_KEPT_EXECUTIONS = 10_000;

  private static final String ARN = "arn:aws:states:local:000000000000:";

  /** Step Functions API, StartExecution: "name". */
  private static final Pattern NAME =
      Pattern.compile("[^\\s\\p{Cntrl}<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/]{1,80}");

  private final Map<String, StateMachine> machines;
  private final Functions functions;
  private final Time time;
  private final DoubleSupplier jitter;
  private final TaskTokens tokens;
  private final Map<String, Execution> kept = new LinkedHashMap<>();

  /** Runs these machines, by the system's clock. */
  public Executions(List<StateMachine> machines, Functions functions) {
    this(machines, functions, new SystemTime(), Math::random);
  }

  /**
   * Runs these machines.
   *
   * @param jitter draws from 0 to 1 how much of a delay is waited where a retrier wants that
   */
  public Executions(
      List<StateMachine> machines, Functions functions, Time time, DoubleSupplier jitter) {
    this.machines =
        machines.stream().collect(Collectors.toMap(m -> machineArn(m.name()), machine -> machine));
    this.functions = functions;
    this.time = time;
    this.jitter = jitter;
    this.tokens = new TaskTokens(time);
  }

  /** The ARN of a machine of that name. */
  public static String machineArn(String machineName) {
    return ARN + "stateMachine:" + machineName;
  }

  /**
   * Starts an execution; where one of that name runs over the same input, there is nothing to do.
   *
   * @param name null for one that is made up
   * @param inputJson at most 262,144 bytes
   * @throws ServiceException when the machine is not there, the input is no JSON, or the name was
   *     used before
   */
  public ExecutionDescription start(String machineArn, @Nullable String name, String inputJson) {
    StateMachine machine = machine(machineArn);
    JsonNode input = input(inputJson);
    String chosen = name == null ? UUID.randomUUID().toString() : name;
    if (!NAME.matcher(chosen).matches()) {
      throw new ServiceException(
          Code.InvalidName,
          "'" + chosen + "' is not a name: write 1 to 80 letters, digits, '-', '_' or '.'");
    }
    String arn = ARN + "execution:" + machine.name() + ":" + chosen;
    Execution execution;
    synchronized (kept) {
      Execution earlier = kept.get(arn);
      if (earlier != null) {
        if (earlier.isRunning() && earlier.input().equals(input)) {
          return earlier.description();
        }
        throw new ServiceException(
            Code.ExecutionAlreadyExists,
            "there is an execution '" + chosen + "' already: take another name");
      }
      makeRoom();
      Instant end =
          machine.timeoutSeconds() == null
              ? null
              : time.now().plusSeconds(machine.timeoutSeconds());
      execution =
          new Execution(arn, machineArn, chosen, input, new Scope(time, end), new History(time));
      kept.put(arn, execution);
    }
    ExecutionDescription started = execution.description();
    time.start("execution-" + chosen, () -> run(machine, execution));
    return started;
  }

  /** How an execution stands. */
  public ExecutionDescription describe(String executionArn) {
    return execution(executionArn).description();
  }

  /** Stops an execution, if it still runs; a function under way runs on. */
  public ExecutionDescription stop(
      String executionArn, @Nullable String error, @Nullable String cause) {
    Execution execution = execution(executionArn);
    execution.abort(error, cause);
    return execution.description();
  }

  /** The executions of a machine, the newest first. */
  public List<ExecutionDescription> list(String machineArn) {
    machine(machineArn);
    synchronized (kept) {
      return kept.values().stream()
          .map(Execution::description)
          .filter(execution -> execution.machineArn().equals(machineArn))
          .toList()
          .reversed();
    }
  }

  /** All that happened so far. */
  public List<HistoryEvent> history(String executionArn) {
    return execution(executionArn).history().all();
  }

  /** Is done when the execution has ended; work that a virtual clock knows of waits by that. */
  public CompletableFuture<ExecutionDescription> ended(String executionArn) {
    return execution(executionArn).ended().copy();
  }

  /**
   * Gives the result of the task that waits for a token.
   *
   * @param outputJson at most 262,144 bytes
   */
  public void sendTaskSuccess(String token, String outputJson) {
    if (!isJson(outputJson) || Payloads.isTooLarge(outputJson)) {
      throw new ServiceException(
          Code.InvalidOutput,
          "the output must be JSON of at most " + Payloads.MAX_BYTES + " bytes");
    }
    tokens.complete(token, new Functions.Answer(outputJson));
  }

  /** Has the task that waits for a token fail. */
  public void sendTaskFailure(String token, @Nullable String error, @Nullable String cause) {
    tokens.complete(
        token, new Functions.Failed(error == null ? "" : error, cause == null ? "" : cause));
  }

  /** Says that the task which waits for a token is being worked on. */
  public void sendTaskHeartbeat(String token) {
    tokens.heartbeat(token);
  }

  /** Stops all executions. */
  @Override
  public void close() {
    List<Execution> all;
    synchronized (kept) {
      all = List.copyOf(kept.values());
    }
    all.forEach(execution -> execution.abort(null, "Step Functions is stopping"));
  }

  private void run(StateMachine machine, Execution execution) {
    Surroundings surroundings =
        new Surroundings(
            execution.arn(), execution.name(), functions, tokens, execution.history(), jitter);
    try {
      execution.history().add("ExecutionStarted", Map.of("input", execution.input().toString()));
      Walk walk = new Walk(machine.graph(), surroundings, execution.scope());
      execution.succeed(walk.run(execution.input()));
    } catch (StateError e) {
      execution.fail(e);
    } catch (HaltedException e) {
      if (e.outOfTime()) {
        execution.timeOut();
      }
    } catch (RuntimeException e) {
      execution.fail(new StateError(ErrorNames.RUNTIME, e.toString()));
    }
  }

  private StateMachine machine(String machineArn) {
    StateMachine machine = machines.get(machineArn);
    if (machine == null) {
      throw new ServiceException(
          Code.StateMachineDoesNotExist, "there is no state machine '" + machineArn + "'");
    }
    return machine;
  }

  private Execution execution(String executionArn) {
    synchronized (kept) {
      Execution execution = kept.get(executionArn);
      if (execution == null) {
        throw new ServiceException(
            Code.ExecutionDoesNotExist, "there is no execution '" + executionArn + "'");
      }
      return execution;
    }
  }

  private static JsonNode input(String inputJson) {
    if (!isJson(inputJson) || Payloads.isTooLarge(inputJson)) {
      throw new ServiceException(
          Code.InvalidExecutionInput,
          "the input must be JSON of at most " + Payloads.MAX_BYTES + " bytes");
    }
    return Payloads.JSON.readTree(inputJson);
  }

  private static boolean isJson(String text) {
    try {
      return !Payloads.JSON.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private void makeRoom() {
    if (kept.size() < MAX_KEPT_EXECUTIONS) {
      return;
    }
    Optional<Execution> oldest =
        kept.values().stream().filter(execution -> !execution.isRunning()).findFirst();
    if (oldest.isEmpty()) {
      throw new ServiceException(
          Code.ExecutionLimitExceeded, MAX_KEPT_EXECUTIONS + " executions are running");
    }
    kept.remove(oldest.get().arn());
  }
}
