package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeploymentZipTest {

  @TempDir Path folder;

  @Test
  void unpack_whatWasWritten_classesAtTheTopJarsInLib() throws IOException {
    Path jar = Files.writeString(folder.resolve("some.jar"), "not looked into");
    Path zip = folder.resolve("function.zip");
    DeploymentZip.write(zip, List.of(FloorHandler.class), List.of(jar));
    Path root = Files.createDirectory(folder.resolve("task"));

    DeploymentZip.unpack(zip, root);

    assertThat(root.resolve("dev/sluice/testkit/FloorHandler.class")).isNotEmptyFile();
    assertThat(root.resolve("lib/some.jar")).hasContent("not looked into");
  }

  @Test
  void unpack_entryThatLeavesTheFolder_refused() throws IOException {
    Path zip = folder.resolve("evil.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("../escaped"));
    }
    Path root = Files.createDirectory(folder.resolve("task"));

    assertThatThrownBy(() -> DeploymentZip.unpack(zip, root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("../escaped");
    assertThat(folder.resolve("escaped")).doesNotExist();
  }

  @Test
  void unpack_noZip_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "no zip");

    assertThatThrownBy(() -> DeploymentZip.unpack(file, folder)).hasMessageContaining("is no zip");
  }
}
