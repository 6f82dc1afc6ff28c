package dev.sluice.cdk;

import dev.sluice.npm.Folders;
import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The templates of environments, made by a process under the Node that {@code package.json} pins.
 *
 * @param folder holds a folder of templates for each environment
 */
record Synthesis(Path folder) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * Makes them. The network is not needed once the packages are there.
   *
   * @param out is emptied of the environments first
   * @param reported whether NIST 800-53 R5 is told in the report
   * @param progress is told what takes long
   * @throws CloudException with all that cdk-nag found and nobody acknowledged
   */
  static Synthesis of(
      List<String> environments, Path out, boolean reported, Consumer<String> progress)
      throws IOException, InterruptedException {
    return by(Synth.class.getName(), List.of(), environments, out, reported, progress);
  }

  /**
   * The same by another program.
   *
   * @param program a class whose {@code main} takes what that of {@link Synth} takes
   * @param under a command that runs the one behind it, or nothing
   */
  static Synthesis by(
      String program,
      List<String> under,
      List<String> environments,
      Path out,
      boolean reported,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    NodePackages packages = packages(progress);
    for (String environment : environments) {
      Folders.delete(out.resolve(environment));
    }
    Files.createDirectories(out);
    Path log = out.resolve("synth.log");
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Over in seconds; what it unpacks is kept by the kernel of jsii.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(program);
    command.add(Places.root().toString());
    command.add(out.toString());
    command.add(String.valueOf(reported));
    command.addAll(environments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().put("JSII_NODE", packages.binary("node").toString());
    if (Program.run(builder, LIMIT, "the JDK that runs this does not start another time") != 0) {
      throw new CloudException("the templates cannot be made:\n" + told(log));
    }
    return new Synthesis(out);
  }

  /** Node, the schema of CloudFormation, and the CDK's command line. */
  static NodePackages packages(Consumer<String> progress) throws IOException, InterruptedException {
    return NodePackages.install(Places.root().resolve("cdk"), Places.cache(), progress);
  }

  /** Every template of an environment, in the order of their names. */
  List<Path> templates(String environment) throws IOException {
    try (var files = Files.list(folder.resolve(environment))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".template.json"))
          .sorted()
          .toList();
    }
  }

  /** Without the stack of two languages. */
  private static String told(Path log) throws IOException {
    return Files.readString(log)
        .lines()
        .filter(line -> !line.matches("\\s+at .*"))
        .reduce("", (all, line) -> all + line + "\n")
        .strip();
  }
}
