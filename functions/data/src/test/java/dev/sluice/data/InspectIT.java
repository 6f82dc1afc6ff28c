package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.testkit.TcpProxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How an inspector is lent. */
@ExtendWith(ClusterExtension.class)
class InspectIT {
  private static final SqlTemplate REGIONS = SqlTemplate.parse("select * from region");

  @Test
  void inspect_firstServerDown_isDoneByTheNext(TestCluster cluster) throws Exception {
    try (TcpProxy wire = cluster.wireToReplica(0);
        TestReader reader =
            TestReader.of(
                cluster, List.of(TestCluster.url(wire)), cluster.servers().primaryUrl(), 1)) {
      wire.refuse();
      assertThat(reader.inspect(inspector -> inspector.describe(REGIONS)).columns()).hasSize(3);
    }
  }

  @Test
  void inspect_noServerThere_isUnavailable(TestCluster cluster) throws Exception {
    try (TcpProxy wire = cluster.wireToReplica(0);
        TestReader reader = TestReader.of(cluster, TestCluster.url(wire))) {
      wire.refuse();
      assertThatThrownBy(() -> reader.inspect(Inspector::relations))
          .isInstanceOf(DataException.Unavailable.class);
    }
  }

  @Test
  void inspect_connectionLost_isBegunAnewOverAnother(TestCluster cluster) throws Exception {
    try (TestReader reader = TestReader.of(cluster, cluster.replicaUrl(1))) {
      assertThat(reader.value("select 1 as v")).isEqualTo("1");
      assertThat(cluster.endSessions(1)).isPositive();
      assertThat(reader.inspect(inspector -> inspector.describe(REGIONS)).columns()).hasSize(3);
    }
  }

  @Test
  void inspect_serverThatDoesNotGetThere_isStoppedInTime(TestCluster cluster) throws Exception {
    try (TestReader reader = TestReader.of(cluster, cluster.servers().primaryUrl());
        Connection other = cluster.servers().primary();
        Statement statement = other.createStatement()) {
      assertThat(reader.value("select 1 as v")).isEqualTo("1");
      other.setAutoCommit(false);
      statement.execute("lock table region in access exclusive mode");
      long startNanos = System.nanoTime();
      assertThatThrownBy(
              () ->
                  reader
                      .replicas()
                      .inspect(
                          Deadline.after(Duration.ofMillis(700), InstantSource.system()),
                          inspector -> inspector.describe(REGIONS)))
          .isInstanceOf(DataException.TimedOut.class);
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(2));
      assertThatThrownBy(() -> reader.inspect(inspector -> inspector.describe(REGIONS)))
          .isInstanceOf(DataException.Busy.class);
      other.rollback();
      assertThat(reader.inspect(inspector -> inspector.describe(REGIONS)).columns()).hasSize(3);
    }
  }

  @Test
  void inspect_workThatThrows_givesTheConnectionBack(TestCluster cluster) throws Exception {
    try (TestReader reader = TestReader.of(cluster, cluster.replicaUrl(0))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(
                () ->
                    reader.inspect(
                        inspector -> {
                          throw new IllegalStateException("no more");
                        }))
            .hasMessage("no more");
      }
      assertThat(reader.value("select 1 as v")).isEqualTo("1");
    }
  }
}
