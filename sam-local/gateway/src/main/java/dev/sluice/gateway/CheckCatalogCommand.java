package dev.sluice.gateway;

import dev.sluice.call.Deadline;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.Credentials;
import dev.sluice.data.DataException;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.data.role.RoleException;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.declared.CatalogCheck;
import dev.sluice.tool.declared.Derived;
import dev.sluice.tool.declared.ExampleCheck;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a catalogue against its database, and writes down what the database makes of it. */
@Command(name = "check-catalog")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class CheckCatalogCommand implements Callable<Integer> {
  private static final Duration INSPECTION_LIMIT = Duration.ofSeconds(60);
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  @Spec private CommandSpec spec;

  @Option(names = "--database")
  private @Nullable String database;

  @Option(names = "--catalog")
  private @Nullable Path catalog;

  @Option(names = "--frozen")
  private boolean frozen;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    DatabaseUrl url = database == null ? null : DatabaseUrl.parse(database);
    Path folder = catalog != null ? catalog : Installation.root().resolve("catalog");
    PreparedCatalog prepared = ServedCatalog.prepare(Catalog.readWithoutLock(folder), new Judge());
    try (LocalDatabase served =
            url != null
                ? LocalDatabase.given(url, System::getenv)
                : LocalDatabase.sample(
                    new ClusterOptions(UpCommand.sampleFolder(), 1, false, true),
                    SampleDatabase.DEFAULT_SCALE,
                    prepared.catalog(),
                    err::println);
        Replicas replicas = replicas(served)) {
      return check(prepared, folder, replicas);
    }
  }

  private int check(PreparedCatalog prepared, Path folder, Replicas replicas) {
    Derived derived = inspect(replicas, inspector -> CatalogCheck.derive(prepared, inspector));
    refuse(derived.mistakes());
    if (frozen && !CatalogLock.read(folder).version().equals(derived.shapes().version())) {
      throw new CommandException(
          folder.resolve(CatalogLock.FILE)
              + " is not what the database says now: run check-catalog without --frozen, look at"
              + " what changed, and commit it");
    }
    Servable servable = Servable.of(prepared, Optional.of(derived));
    ExampleCheck.Result examples =
        ExampleCheck.run(prepared, servable, replicas, InstantSource.system());
    refuse(examples.mistakes());
    PrintWriter out = spec.commandLine().getOut();
    print(out, prepared.catalog(), derived.shapes());
    examples.remarks().forEach(remark -> out.println("note: " + remark));
    noteExcess(out, prepared, replicas);
    Path file = folder.resolve(CatalogLock.FILE);
    if (frozen) {
      out.println("Unchanged: " + file);
    } else {
      derived.shapes().write(folder);
      out.println("Written: " + file);
    }
    return 0;
  }

  /** A check may be run with another role than a start, so that it does not fail of this. */
  private static void noteExcess(PrintWriter out, PreparedCatalog prepared, Replicas replicas) {
    List<String> excess =
        inspect(replicas, inspector -> inspector.excess(prepared.catalog().relations()));
    if (!excess.isEmpty()) {
      String role = inspect(replicas, Inspector::role);
      out.println(
          "note: a start refuses this role: " + new RoleException(role, excess).getMessage());
    }
  }

  private static <T> T inspect(Replicas replicas, Function<Inspector, T> work) {
    try {
      return replicas.inspect(Deadline.after(INSPECTION_LIMIT, InstantSource.system()), work);
    } catch (DataException e) {
      throw new CommandException("the database cannot be asked: " + e.getMessage(), e);
    }
  }

  private static void refuse(List<dev.sluice.catalog.Mistake> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
  }

  private static Replicas replicas(LocalDatabase served) {
    return new Replicas(
        new Settings(
            served.replicaUrls(), served.primaryUrl().orElse(null), 1, CONNECT_TIMEOUT_MILLIS),
        Credentials.inFile(served.credentialsFile()),
        InstantSource.system(),
        Telemetry.discarding());
  }

  private static void print(PrintWriter out, Catalog catalog, CatalogLock shapes) {
    out.printf("%-24s %7s %12s  %s%n", "tool", "columns", "plan's cost", "relations");
    for (Map.Entry<String, ToolShape> tool : new TreeMap<>(shapes.tools()).entrySet()) {
      ToolShape shape = tool.getValue();
      out.printf(
          "%-24s %7d %12s  %s%n",
          tool.getKey(),
          shape.columns().size(),
          Optional.ofNullable(shape.cost())
              .map(cost -> String.format(Locale.ROOT, "%,.0f", cost))
              .orElse("unknown"),
          String.join(", ", shape.relations()));
    }
    for (Map.Entry<String, RelationShape> relation : new TreeMap<>(shapes.relations()).entrySet()) {
      if (relation.getValue().rowSecurity()) {
        out.printf(
            "%s: row-level security, %d policies%n",
            relation.getKey(), relation.getValue().policies().size());
      }
    }
    out.printf(
        "%d tools, %d relations, %d prompts: all checked%n",
        catalog.tools().size(), catalog.relations().size(), catalog.prompts().size());
  }
}
