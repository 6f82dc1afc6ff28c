package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.plan.Deployments;
import org.junit.jupiter.api.Test;

class AfterwardsTest {
  @Test
  void readerOf_databaseOfOurs_isLetInByIam() {
    assertThat(String.join("\n", Afterwards.readerOf(Deployments.PROD)))
        .contains("./sluice grant-script --connections 960 --iam | psql")
        .contains("sluice-prod-database", "MasterUserSecret")
        .doesNotContain("\\password");
  }

  @Test
  void readerOf_databaseOfAnothers_hasItsPasswordInASecret() {
    assertThat(String.join("\n", Afterwards.readerOf(Deployments.ATTACHED)))
        .contains("./sluice grant-script --connections 960 | psql")
        .contains("sluice/attached/reader", "\\password sluice_reader")
        .doesNotContain("--iam");
  }
}
