package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is uploaded. */
class DeploymentPackageIT {
  private static final Path ZIP = Path.of("target", "mcp-function-lambda.zip");
  private static final Path CATALOG = Path.of("..", "..", "catalog");

  @Test
  void package_catalogue_isAllThatAFunctionReadsAndNothingElse() throws IOException {
    List<String> packed;
    try (ZipFile zip = new ZipFile(ZIP.toFile())) {
      packed =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("catalog/"))
              .toList();
    }
    List<String> read;
    try (Stream<Path> files = Files.walk(CATALOG)) {
      read =
          files
              .filter(Files::isRegularFile)
              .map(file -> "catalog/" + CATALOG.relativize(file))
              .filter(name -> !name.startsWith("catalog/schema/") && !name.endsWith(".md"))
              .toList();
    }
    assertThat(packed).containsExactlyInAnyOrderElementsOf(read).contains("catalog/relations.yaml");
  }
}
