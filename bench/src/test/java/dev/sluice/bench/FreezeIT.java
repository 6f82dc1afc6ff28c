package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that die while the process is frozen between two calls. */
@ExtendWith(SharedStage.class)
class FreezeIT {
  private static TcpProxy proxy;
  private static FunctionProcess function;
  private static CustomerOrders question;

  enum Death {
    TERMINATED_BY_THE_SERVER,
    SERVER_CRASHED_AND_CAME_BACK,
    PASSWORD_CHANGED_AND_CONNECTION_RESET,
    RESET_BY_THE_NETWORK,
    FORGOTTEN_BY_THE_NETWORK
  }

  @BeforeAll
  static void start(Stage stage) throws Exception {
    question = CustomerOrders.in(stage.cluster());
    proxy = stage.proxyToReplica();
    function =
        stage.start(
            stage
                .options()
                .withFreezeBetweenCalls()
                .withEnvironment(stage.environmentThrough(proxy)));
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
  }

  @AfterAll
  static void stop() throws IOException {
    function.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource
  void call_connectionDiedWhileFrozen_isRight(Death death, Stage stage) throws Exception {
    assertThat(function.isFrozen()).isTrue();
    assertThat(new ReplicaView(stage).connections()).isPositive();

    kill(death, stage);

    Outcome outcome = function.invoke(question.event());
    assertThat(question.wrong(outcome)).isEmpty();
    assertThat(outcome.answer().text()).contains("replica-1");
    assertThat(question.wrong(function.invoke(question.event()))).isEmpty();
    assertThat(function.isFrozen()).isTrue();
  }

  @Test
  void call_longRowWithConnectionsDyingInBetween_everyAnswerIsRight(Stage stage) throws Exception {
    Random random = new Random(7);
    int killed = 0;
    for (int i = 0; i < 400; i++) {
      if (random.nextInt(5) == 0) {
        killed += new ReplicaView(stage).terminateAll();
      }
      assertThat(question.wrong(function.invoke(question.event()))).as("call " + i).isEmpty();
    }
    assertThat(killed).isGreaterThan(50);
    Await.until(
        "retries are told", () -> function.output().contains("\"statement_retries_count\""));
  }

  private static void kill(Death death, Stage stage) throws SQLException, IOException {
    switch (death) {
      case TERMINATED_BY_THE_SERVER ->
          assertThat(new ReplicaView(stage).terminateAll()).isPositive();
      case SERVER_CRASHED_AND_CAME_BACK -> stage.restartDatabase();
      case PASSWORD_CHANGED_AND_CONNECTION_RESET -> {
        stage.rotate();
        proxy.cutAll();
      }
      case RESET_BY_THE_NETWORK -> proxy.cutAll();
      case FORGOTTEN_BY_THE_NETWORK -> proxy.forgetAll();
    }
  }
}
