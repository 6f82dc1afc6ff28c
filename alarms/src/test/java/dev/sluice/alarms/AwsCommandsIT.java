package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.npm.NodePackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands of runbooks against the models of AWS's services, without an account. */
class AwsCommandsIT {
  private static Path packages;
  private static AwsModels models;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    packages =
        NodePackages.install(Path.of("."), cache(), System.err::println)
            .folder()
            .resolve("node_modules");
    models = new AwsModels(packages.resolve("aws-sdk/apis"));
  }

  @Test
  void commands_all_areAsTheServicesHaveThem() throws IOException {
    List<String> commands = Runbooks.commands("aws");
    assertThat(commands).hasSizeGreaterThan(50);
    for (String command : commands) {
      assertThat(models.problem(command)).as(command).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          aws lamdba get-alias --function-name f --name live      | there is no service 'lamdba'
          aws lambda get-alais --function-name f --name live      | lambda has no operation 'get-alais'
          aws lambda get-alias --function-nmae f --name live      | has no option '--function-nmae'
          aws lambda get-alias --function-name f                  | get-alias wants '--name'
          aws lambda get-alias --function-name f --name           | '--name' has no value
          aws rds describe-db-cluster --db-cluster-identifier d   | rds has no operation
          aws rds reboot-db-instance --db-instance-id d           | has no option '--db-instance-id'
          aws sns subscribe --topic-arn t --protocol https --endpoint u | has no option '--endpoint'
          """)
  void problem_misspelling_isSeen(String command, String problem) throws IOException {
    assertThat(models.problem(command).orElse("")).contains(problem);
  }

  /** The page of a replay holds the library as it was published. */
  @Test
  void chartLibrary_committed_isThatOfThePackage() throws IOException {
    for (String file : List.of("uPlot.iife.min.js", "uPlot.min.css")) {
      assertThat(Path.of("src/main/resources/dev/sluice/alarms/page").resolve(file))
          .hasSameTextualContentAs(packages.resolve("uplot/dist").resolve(file));
    }
  }

  /** As {@code ./sluice} says, or as it would say. */
  private static Path cache() {
    String told = System.getProperty("sluice.cache");
    String xdg = System.getenv("XDG_CACHE_HOME");
    if (told != null) {
      return Path.of(told);
    }
    return xdg == null || xdg.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache/sluice")
        : Path.of(xdg, "sluice");
  }
}
