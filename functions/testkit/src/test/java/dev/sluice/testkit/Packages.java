package dev.sluice.testkit;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.crac.Core;

/** Deployment packages of this module's own handlers. */
final class Packages {

  static final String PROBE = ProbeHandler.class.getName();

  private Packages() {}

  static Path probe(Path folder) throws IOException, URISyntaxException {
    Path zip = folder.resolve("probe.zip");
    Path crac = Path.of(Core.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    DeploymentZip.write(zip, List.of(ProbeHandler.class), List.of(crac));
    return zip;
  }

  static Path floor(Path folder) throws IOException {
    Path zip = folder.resolve("floor.zip");
    DeploymentZip.write(zip, List.of(FloorHandler.class), List.of());
    return zip;
  }
}
