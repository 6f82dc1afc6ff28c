package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.TaskStack;
import dev.sluice.states.Functions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hooks around the snapshot, seen from the database and from the process's output. */
@ExtendWith(SharedStage.class)
class SnapshotHooksIT {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** Lambda's own limit for the hooks after a restore. */
  private static final Duration RESTORE_LIMIT = Duration.ofSeconds(10);

  /**
   * One at the start, then one for every twentieth of the 100 calls that prime; and three that the
   * ad-hoc query among them finds closed, since it has connections of its own.
   */
  private static final int CONNECTIONS_UNTIL_THE_CHECKPOINT = 9;

  @Test
  void hooks_database_isAskedBeforeItsConnectionsCloseAndOpenedBeforeTheFirstCall(Stage stage)
      throws Exception {
    CustomerOrders question = CustomerOrders.in(stage.cluster());
    ReplicaView replica = new ReplicaView(stage);
    int readsBefore = replica.readsOfOrders();
    try (TcpProxy proxy = stage.proxyToReplica();
        FunctionProcess function = startThrough(proxy, stage)) {
      function.awaitCheckpoint(START_LIMIT);

      assertThat(proxy.opened()).isEqualTo(CONNECTIONS_UNTIL_THE_CHECKPOINT);
      Await.until("the snapshot holds no connection", () -> proxy.open() == 0);
      Await.until("the server knows of none", () -> replica.connections() == 0);
      Await.until("priming has read orders", () -> replica.readsOfOrders() - readsBefore >= 20);
      assertThat(function.output()).as("what priming wrote").isEmpty();

      function.restore();
      function.awaitReady(RESTORE_LIMIT);

      assertThat(proxy.opened()).isEqualTo(CONNECTIONS_UNTIL_THE_CHECKPOINT + 1);
      assertThat(replica.connections()).isEqualTo(1);
      Await.until(
          "the hook has said so", () -> function.output().contains("\"event\":\"started\""));
      assertThat(function.output()).doesNotContain("\"calls_count\"");

      assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
      assertThat(proxy.opened())
          .as("the first call uses the connection that the hooks opened")
          .isEqualTo(CONNECTIONS_UNTIL_THE_CHECKPOINT + 1);
      Await.until("the call is told", () -> function.output().contains("\"calls_count\":1"));
      assertThat(function.output()).containsOnlyOnce("\"calls_count\":1");
    }
  }

  @Test
  void hooks_replicaDownOrHanging_publishingGoesOnAndTheFirstCallAfterItIsUpIsRight(Stage stage)
      throws Exception {
    CustomerOrders question = CustomerOrders.in(stage.cluster());
    try (TcpProxy down = stage.proxyToReplica();
        TcpProxy hanging = stage.proxyToReplica()) {
      down.refuse();
      hanging.blackhole();
      // At the same time: each waits for what is not there.
      try (FunctionProcess first = startThrough(down, stage);
          FunctionProcess second = startThrough(hanging, stage)) {
        for (FunctionProcess function : new FunctionProcess[] {first, second}) {
          function.awaitCheckpoint(START_LIMIT);
          assertThat(function.output().lines())
              .as("what the start wrote, which compared the catalogue in vain; priming is silent")
              .anyMatch(line -> line.contains("\"event\":\"catalog_uncompared\""))
              .allMatch(SnapshotHooksIT::isOfTheStart);
          function.restore();
          function.awaitReady(RESTORE_LIMIT);
        }
        down.pass();
        hanging.pass();

        assertThat(question.wrong(first.invoke(question.event()))).isEmpty();
        assertThat(question.wrong(second.invoke(question.event()))).isEmpty();
      }
    }
  }

  @Test
  void hooks_keysOfSubjects_areAskedForBeforeAndNoConnectionOutlivesTheSnapshot(Stage stage)
      throws Exception {
    CustomerOrders question = CustomerOrders.in(stage.cluster());
    try (TaskStack stack =
            TaskStack.start(
                Stage.root(),
                null,
                List.of(),
                (_, _) -> new Functions.Failed("none", "there is no function of tasks"));
        TcpProxy proxy = proxyToDynamoDb(stack)) {
      Map<String, String> environment = stage.environment();
      environment.putAll(stack.environment());
      environment.keySet().removeIf(name -> name.matches("SLUICE_(TASKS|SWITCHES)_.*"));
      environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + proxy.port());
      try (FunctionProcess function =
          stage.start(stage.options().withSnapStart().withEnvironment(environment))) {
        function.awaitCheckpoint(START_LIMIT);
        int opened = proxy.opened();
        assertThat(opened).as("priming has asked").isPositive();
        Await.until("the snapshot holds no connection", () -> proxy.open() == 0);

        function.restore();
        function.awaitReady(RESTORE_LIMIT);
        assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
        assertThat(proxy.opened()).as("the first call opens one").isEqualTo(opened + 1);
        Await.until("it is on record", () -> function.output().contains("\"audit\":1"));
        assertThat(function.output()).contains("\"subject\":\"p-");
      }
    }
  }

  private static TcpProxy proxyToDynamoDb(TaskStack stack) throws IOException {
    String endpoint = stack.environment().getOrDefault("AWS_ENDPOINT_URL_DYNAMODB", "");
    return TcpProxy.to("127.0.0.1", URI.create(endpoint).getPort());
  }

  private static boolean isOfTheStart(String line) {
    return Stream.of("catalog_uncompared", "server_lost", "servers_unreachable_count")
        .anyMatch(line::contains);
  }

  private static FunctionProcess startThrough(TcpProxy proxy, Stage stage) throws Exception {
    Map<String, String> environment = stage.environmentThrough(proxy);
    // The very first connection of a process loads its classes, on a machine that may be busy.
    environment.put("SLUICE_CONNECT_TIMEOUT_MILLIS", "3000");
    return stage.start(stage.options().withSnapStart().withEnvironment(environment));
  }
}
