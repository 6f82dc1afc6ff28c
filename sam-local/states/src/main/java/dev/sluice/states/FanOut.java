package dev.sluice.states;

import dev.sluice.states.machine.ErrorNames;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The same kind of work several times at once; one that fails ends all. */
final class FanOut {
  /** One part of the work. */
  interface Part {
    JsonNode run(int index, Scope scope) throws StateError, HaltedException;
  }

  private FanOut() {}

  /** Does so many parts, and gives their results in order. */
  static JsonNode run(int parts, int atOnce, Scope scope, Part part)
      throws StateError, HaltedException {
    Scope inner = scope.inner();
    List<CompletableFuture<JsonNode>> results =
        IntStream.range(0, parts).mapToObj(_ -> new CompletableFuture<JsonNode>()).toList();
    CompletableFuture<Void> over =
        CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new));
    CompletableFuture<StateError> failed = new CompletableFuture<>();
    AtomicInteger next = new AtomicInteger();
    for (int worker = 0; worker < Math.min(parts, atOnce); worker++) {
      inner.time().start("branch", () -> work(next, results, failed, inner, part));
    }
    try {
      scope.await(CompletableFuture.anyOf(over, failed), null);
    } finally {
      inner.halt();
    }
    StateError error = failed.getNow(null);
    if (error != null) {
      throw new StateError(error.error(), error.cause().orElse(null));
    }
    ArrayNode all = Payloads.JSON.createArrayNode();
    results.forEach(result -> all.add(result.join()));
    return all;
  }

  private static void work(
      AtomicInteger next,
      List<CompletableFuture<JsonNode>> results,
      CompletableFuture<StateError> failed,
      Scope scope,
      Part part) {
    try {
      for (int i = next.getAndIncrement(); i < results.size(); i = next.getAndIncrement()) {
        results.get(i).complete(part.run(i, scope));
      }
    } catch (StateError e) {
      failed.complete(e);
    } catch (HaltedException e) {
      // Whoever halted it knows.
    } catch (RuntimeException e) {
      failed.complete(new StateError(ErrorNames.RUNTIME, e.toString()));
    }
  }
}
