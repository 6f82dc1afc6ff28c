package dev.sluice.task.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servers.AwsStores;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All the way: a replica, a bucket, and pages of what is there. */
class LongResultIT {
  private static final int ROWS = 300_000;

  /** Two million rows and 256 MiB have been tried as well. */
  private static final String HEAP = "-Xmx96m";

  @Test
  void write_moreRowsThanMemory_areReadBackPageByPage(@TempDir Path folder) throws Exception {
    try (AwsStores stores = AwsStores.inMemory();
        PostgresCluster cluster =
            PostgresCluster.start(ClusterOptions.forTest(folder), line -> {})) {
      Login login = SampleDatabase.load(cluster, SampleDatabase.DEFAULT_SCALE, line -> {});
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  HEAP,
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LongResultMain.class.getName(),
                  cluster.replicaUrls().getFirst(),
                  login.user(),
                  stores.s3().toString(),
                  String.valueOf(ROWS))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (Writer input = process.outputWriter()) {
        input.write(login.password() + "\n");
      }
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      // What the SDK logs goes to the same output.
      String last = told.lines().reduce("", (_, line) -> line);
      System.out.println("long result: " + last);
      assertThat(last).startsWith(ROWS + " rows in ").contains("; " + ROWS + " read in ");
    }
  }
}
