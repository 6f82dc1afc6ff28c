package dev.sluice.gateway;

import dev.sluice.call.Environment;
import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Spelling;
import dev.sluice.control.aws.DynamoDbSwitchStore;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.SwitchStoreException;
import dev.sluice.control.off.Target;
import dev.sluice.task.aws.AwsAccess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands about switches have in common: where they are kept, and what they may name. */
final class SwitchAccess {
  @Option(names = "--table")
  private @Nullable String table;

  @Option(names = "--catalog")
  private @Nullable Path catalog;

  /** What is done with the store. */
  @FunctionalInterface
  interface Errand {
    void run(SwitchStore store) throws SwitchStoreException;
  }

  void with(Errand errand) {
    try (SwitchStore store = new DynamoDbSwitchStore(settings())) {
      errand.run(store);
    } catch (SwitchStoreException e) {
      throw new CommandException("nothing was done: " + e.getMessage(), e);
    }
  }

  /** Throws {@link CommandException} on what names nothing. */
  Target target(String text) {
    return Target.parse(text)
        .orElseThrow(
            () ->
                new CommandException(
                    "'" + text + "' is no target: write tool:NAME, tenant:NAME or principal:NAME"));
  }

  /** The same, where a tool must be one of the catalogue's. */
  Target known(String text) {
    Target target = target(text);
    if (target.kind() == Target.Kind.TOOL) {
      Path folder = catalog != null ? catalog : Installation.root().resolve("catalog");
      Set<String> names = new TreeSet<>(BuiltInTools.SCOPES.keySet());
      dev.sluice.tool.code.CodeTools.ALL.forEach(tool -> names.add(tool.about().name()));
      Catalog.read(folder).tools().forEach(tool -> names.add(tool.name()));
      if (!names.contains(target.name())) {
        throw new CommandException(
            "there is no tool '"
                + target.name()
                + "' in "
                + folder
                + ": "
                + Spelling.nearest(target.name(), names)
                    .map(name -> "write tool:" + name + ", if that was meant")
                    .orElse("it has " + String.join(", ", names)));
      }
    }
    return target;
  }

  private SwitchSettings settings() {
    if (table != null) {
      return new SwitchSettings(
          AwsAccess.of(Environment.ofProcess(), "AWS_ENDPOINT_URL_DYNAMODB"), table);
    }
    URI running = LocalTasks.dynamoDb().orElse(null);
    if (running == null) {
      throw new CommandException(
          "no ./sluice up is running here: start one, or name a table with --table NAME, and"
              + " AWS_REGION and keys in the environment");
    }
    return TaskStack.switches(running);
  }
}
