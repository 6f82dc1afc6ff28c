package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.plan.Deployments;
import dev.sluice.cdk.stack.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedsTest {
  @TempDir private Path folder;

  @Test
  void missing_environmentsAsTheyAreCommitted_isAllThatIsMadeUp() {
    assertThat(Needs.missing(Deployments.DEV, Map.of(), folder, folder))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("the account 000000000001 is made up"))
        .anyMatch(line -> line.startsWith("mail address or issuer are made up"))
        .anyMatch(line -> line.contains("global-bundle.pem to " + Certificates.SOURCE))
        .anyMatch(line -> line.startsWith("no AWS credentials: set AWS_PROFILE"));
    assertThat(Needs.missing(Deployments.ATTACHED, Map.of(), folder, folder))
        .anyMatch(line -> line.startsWith("the host mcp.attached.example.com is made up"))
        .anyMatch(line -> line.startsWith("the database is made up"));
  }

  @Test
  void missing_whatIsThere_isNotAskedFor() throws IOException {
    Path certificates = folder.resolve(Certificates.SOURCE);
    Files.createDirectories(certificates.getParent());
    Files.createFile(certificates);
    assertThat(Needs.missing(Deployments.DEV, Map.of("AWS_PROFILE", "mine"), folder, folder))
        .hasSize(2)
        .noneMatch(line -> line.contains("certificates") || line.contains("credentials"));
  }
}
