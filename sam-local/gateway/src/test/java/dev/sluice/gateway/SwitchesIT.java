package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Visitor.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Switches all the way: commands, DynamoDB, the functions that read it, HTTP. */
class SwitchesIT {
  private static final String BUDGETS = "principal:\n  calls_per_minute: 6000\n";
  private static final Duration MOST_OF_A_SWITCH = Duration.ofSeconds(10);

  @TempDir private static Path folder;
  private static ControlledGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = new ControlledGateway(folder, BUDGETS);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void disable_toolTenantAndPrincipal_refusesThemUntilTheyAreEnabled() {
    Visitor ofTenant = gateway.newcomer();
    Visitor ofTool = gateway.newcomer();
    Visitor own = gateway.newcomer();
    Visitor beside = gateway.visitor(own.tenant(), "beside-" + own.subject());
    assertThat(run("disabled")).isEqualTo("Nothing is switched off.\n");
    assertThat(run("disable", "tool:list_relations", "--why", "It is being changed"))
        .isEqualTo("tool:list_relations is switched off: in force everywhere within a minute.\n");
    assertThat(run("disable", "tenant:" + ofTenant.tenant()))
        .isEqualTo(
            "tenant:"
                + ofTenant.tenant()
                + " is switched off: in force everywhere within a"
                + " minute.\n");
    assertThat(run("disable", "principal:" + own.subject(), "--why", "The key was stolen."))
        .startsWith("principal:" + own.subject() + " is switched off");
    try {
      awaitSwitch(own, reply -> reply.status() == 403);
      JsonNode stolen = listTools(own).json().path("error");
      assertThat(stolen.path("message").asString())
          .matches(
              "You are switched off since \\S+: The key was stolen\\. Ask the owner of this"
                  + " server\\. Reference: \\S+");
      assertThat(stolen.at("/data/error").asString()).isEqualTo("switched_off");
      Reply tenant = listTools(ofTenant);
      assertThat(tenant.status()).isEqualTo(403);
      assertThat(tenant.json().at("/error/message").asString())
          .matches(
              "Your tenant is switched off since \\S+Z\\. Ask the owner of this server\\."
                  + " Reference: \\S+");
      assertThat(listTools(beside)).matches(reply -> reply.status() == 200);
      assertThat(listTools(ofTool).body()).doesNotContain("\"list_relations\"");
      JsonNode refused = ofTool.tool("list_relations", "{}").json().path("result");
      assertThat(refused.path("isError").asBoolean()).isTrue();
      assertThat(refused.at("/content/0/text").asString())
          .matches(
              "The tool 'list_relations' is switched off since \\S+: It is being changed\\. Ask the"
                  + " owner of this server\\. Reference: \\S+");
      assertThat(ControlledGateway.ask(ofTool)).matches(ControlledGateway::isAnswered);
      assertThat(run("disabled"))
          .contains("principal:" + own.subject(), "The key was stolen.", "tool:list_relations");
    } finally {
      run("enable", "principal:" + own.subject());
      run("enable", "tenant:" + ofTenant.tenant());
      run("enable", "tool:list_relations");
    }
    awaitSwitch(own, reply -> reply.status() == 200);
    assertThat(listTools(ofTenant).status()).isEqualTo(200);
    assertThat(ofTool.tool("list_relations", "{}")).matches(ControlledGateway::isAnswered);
    assertThat(run("disabled")).isEqualTo("Nothing is switched off.\n");
  }

  /** All four turns of a tenant are taken, so the fifth task waits until one is given back. */
  @Test
  void task_switchedOffBeforeItsTurn_failsAndNoOtherIsStarted() {
    Visitor one = gateway.newcomer();
    List<String> running = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      running.add(
          ControlledGateway.startTask(
              one, "select count(*) as n from partsupp a, partsupp b, partsupp c"));
    }
    String waiting = ControlledGateway.startTask(one, "select 1 as one from region");
    run("disable", "tool:start_query", "--why", "Tasks are being changed.");
    try {
      awaitSwitch(one, reply -> !reply.body().contains("\"start_query\""));
      assertThat(
              one.tool("start_query", ControlledGateway.sql("select 1 as one from region")).body())
          .contains("The tool 'start_query' is switched off since ");
      // The function of tasks reads switches for itself, when its second is over.
      pause(Duration.ofMillis(1_100));
      for (String id : running) {
        one.tool("cancel_task", "{\"task_id\":\"" + id + "\"}");
      }
      assertThat(ControlledGateway.ended(one, waiting).path("status").asString())
          .isEqualTo("failed");
      assertThat(one.tool("task_result", "{\"task_id\":\"" + waiting + "\"}").body())
          .contains(
              "The tool 'start_query' is switched off since ",
              ": Tasks are being changed. Ask the owner of this server.");
    } finally {
      running.forEach(id -> one.tool("cancel_task", "{\"task_id\":\"" + id + "\"}"));
      run("enable", "tool:start_query");
    }
    awaitSwitch(one, reply -> reply.body().contains("\"start_query\""));
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void awaitSwitch(Visitor one, Predicate<Reply> thrown) {
    long startNanos = System.nanoTime();
    while (!thrown.test(listTools(one))) {
      assertThat(System.nanoTime() - startNanos)
          .as("it is not in force")
          .isLessThan(MOST_OF_A_SWITCH.toNanos());
    }
  }

  private static Reply listTools(Visitor one) {
    return one.modern("tools/list", null, "{}");
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }
}
