package dev.sluice.states;

import dev.sluice.states.ServiceException.Code;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Tokens of the tasks that wait for one now. Safe for use by many threads. */
final class TaskTokens {
  private static final String PREFIX = "task-";

  private final Time time;
  private final ConcurrentMap<String, Ticket> live = new ConcurrentHashMap<>();

  TaskTokens(Time time) {
    this.time = time;
  }

  /** One task that waits. */
  static final class Ticket {
    private final String token;
    private final CompletableFuture<Functions.Outcome> outcome;
    private volatile Instant heard;

    private Ticket(String token, CompletableFuture<Functions.Outcome> outcome, Instant heard) {
      this.token = token;
      this.outcome = outcome;
      this.heard = heard;
    }

    String token() {
      return token;
    }

    /** When it was last heard of; at first when it was issued. */
    Instant heard() {
      return heard;
    }
  }

  /** A new token, with which somebody completes the outcome. */
  Ticket issue(CompletableFuture<Functions.Outcome> outcome) {
    Ticket ticket = new Ticket(PREFIX + UUID.randomUUID(), outcome, time.now());
    live.put(ticket.token, ticket);
    return ticket;
  }

  /** The task waits no longer. */
  void withdraw(Ticket ticket) {
    live.remove(ticket.token);
  }

  /** Completes a task, once. */
  void complete(String token, Functions.Outcome outcome) {
    Ticket ticket = find(token);
    if (!live.remove(token, ticket)) {
      throw gone();
    }
    ticket.outcome.complete(outcome);
  }

  void heartbeat(String token) {
    find(token).heard = time.now();
  }

  private Ticket find(String token) {
    if (!token.startsWith(PREFIX)) {
      throw new ServiceException(Code.InvalidToken, "this is no token of a task");
    }
    Ticket ticket = live.get(token);
    if (ticket == null) {
      throw gone();
    }
    return ticket;
  }

  private static ServiceException gone() {
    return new ServiceException(Code.TaskTimedOut, "no task waits for this token any longer");
  }
}
