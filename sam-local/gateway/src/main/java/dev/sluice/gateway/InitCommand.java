package dev.sluice.gateway;

import dev.sluice.data.Credentials;
import dev.sluice.data.DataException;
import dev.sluice.data.Settings;
import dev.sluice.draft.LiveDraft;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drafts a catalogue from a live database, ready to edit. */
@Command(name = "init")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class InitCommand implements Callable<Integer> {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL")
  private String database;

  @Option(names = "--catalog")
  private @Nullable Path catalog;

  @Override
  public Integer call() {
    DatabaseUrl url = DatabaseUrl.parse("the URL", database);
    Path given = catalog != null ? catalog : Path.of("catalog-" + fileName(url.name()));
    CatalogFolder folder = new CatalogFolder(given);
    folder.refuseOther();
    SortedMap<String, String> files = draft(url);
    if (files.isEmpty()) {
      throw new CommandException(
          "the role may select from nothing in "
              + url.place()
              + ": grant it SELECT on what Sluice is to show");
    }
    try {
      files.putAll(CatalogFolder.schemas(Installation.root().resolve("catalog")));
      folder.write(files);
    } catch (IOException e) {
      throw new CommandException(given + " cannot be written: " + e.getMessage(), e);
    }
    print(url, given, files);
    return 0;
  }

  private static SortedMap<String, String> draft(DatabaseUrl url) {
    try (LocalDatabase served = LocalDatabase.given(url, System::getenv)) {
      Settings settings =
          new Settings(
              served.replicaUrls(), served.primaryUrl().orElse(null), 1, CONNECT_TIMEOUT_MILLIS);
      return LiveDraft.of(
          settings, Credentials.inFile(served.credentialsFile()), InstantSource.system());
    } catch (DataException e) {
      throw new CommandException(
          "the database at " + url.place() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void print(DatabaseUrl url, Path folder, SortedMap<String, String> files) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Drafted in " + folder + ":");
    files.keySet().forEach(file -> out.println("  " + file));
    if (url.password() != null) {
      out.println("Next, with the password in PGPASSWORD:");
    } else {
      out.println("Next:");
    }
    String options =
        " --catalog " + quoted(folder.toString()) + " --database " + quoted(url.shown());
    out.println("  ./sluice check-catalog" + options);
    out.println("  ./sluice up" + options);
  }

  /** For a shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:@%=+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String fileName(String database) {
    return database.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
