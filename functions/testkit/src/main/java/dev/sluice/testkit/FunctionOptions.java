package dev.sluice.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a function is configured: what its template would say, and how it is run here.
 *
 * @param functionName the name the function sees of itself
 * @param memoryMegabytes the function's memory; the heap gets 85 % of it
 * @param timeout the function's timeout, from which each deadline follows
 * @param snapStart whether the process stops at the checkpoint until it is restored
 * @param freezeBetweenCalls whether the process is stopped (SIGSTOP) while it has nothing to do:
 *     from the arrival of a response to the next event, and while a restore is held
 * @param jvmArguments added after those of the runtime, so they win
 * @param environment variables of the function, beside Lambda's own; they win
 */
public record FunctionOptions(
    String functionName,
    int memoryMegabytes,
    Duration timeout,
    boolean snapStart,
    boolean freezeBetweenCalls,
    List<String> jvmArguments,
    Map<String, String> environment) {

  public FunctionOptions {
    // Lambda's own range.
    if (memoryMegabytes < 128 || memoryMegabytes > 10_240) {
      throw new IllegalArgumentException(
          "memoryMegabytes is " + memoryMegabytes + ": Lambda takes 128 to 10240");
    }
    jvmArguments = List.copyOf(jvmArguments);
    environment = Map.copyOf(environment);
  }

  /** One vCPU's worth of memory (1769 MB), the gateway's 29 s, no SnapStart, no freeze. */
  public static FunctionOptions defaults() {
    return new FunctionOptions(
        "function", 1769, Duration.ofSeconds(29), false, false, List.of(), Map.of());
  }

  /** These options with another name. */
  public FunctionOptions withFunctionName(String name) {
    return new FunctionOptions(
        name, memoryMegabytes, timeout, snapStart, freezeBetweenCalls, jvmArguments, environment);
  }

  /** These options with another memory size. */
  public FunctionOptions withMemoryMegabytes(int megabytes) {
    return new FunctionOptions(
        functionName, megabytes, timeout, snapStart, freezeBetweenCalls, jvmArguments, environment);
  }

  /** These options with another timeout. */
  public FunctionOptions withTimeout(Duration limit) {
    return new FunctionOptions(
        functionName,
        memoryMegabytes,
        limit,
        snapStart,
        freezeBetweenCalls,
        jvmArguments,
        environment);
  }

  /** These options with SnapStart. */
  public FunctionOptions withSnapStart() {
    return new FunctionOptions(
        functionName,
        memoryMegabytes,
        timeout,
        true,
        freezeBetweenCalls,
        jvmArguments,
        environment);
  }

  /** These options with the freeze. */
  public FunctionOptions withFreezeBetweenCalls() {
    return new FunctionOptions(
        functionName, memoryMegabytes, timeout, snapStart, true, jvmArguments, environment);
  }

  /** These options with these arguments for the JVM instead. */
  public FunctionOptions withJvmArguments(String... arguments) {
    return new FunctionOptions(
        functionName,
        memoryMegabytes,
        timeout,
        snapStart,
        freezeBetweenCalls,
        List.of(arguments),
        environment);
  }

  /** These options with these variables instead. */
  public FunctionOptions withEnvironment(Map<String, String> variables) {
    return new FunctionOptions(
        functionName,
        memoryMegabytes,
        timeout,
        snapStart,
        freezeBetweenCalls,
        jvmArguments,
        variables);
  }
}
