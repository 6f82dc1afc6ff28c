package dev.sluice.alarms;

import dev.sluice.alarms.dashboard.Dashboards;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./sluice render}: what is made of alarms and committed, made anew. */
public final class Render {
  private Render() {}

  /** Writes what is not as it should be, and says so. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getProperty("sluice.root", "."));
    int written = 0;
    for (Map.Entry<Path, String> file : files(root).entrySet()) {
      Path path = root.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, file.getValue());
        System.out.println("wrote " + file.getKey());
        written++;
      }
    }
    System.out.println(written == 0 ? "All is as it should be." : "Look at them, and commit.");
  }

  /** Every file as it must be, by its path in the working copy. */
  public static Map<Path, String> files(Path root) throws IOException {
    AlarmSet set = AlarmSet.read(root.resolve("alarms/set"));
    Map<Path, String> files = new TreeMap<>();
    for (Alarm alarm : set.alarms().values()) {
      Path runbook = Path.of("runbooks", alarm.name() + ".md");
      files.put(runbook, RunbookHead.renewed(Files.readString(root.resolve(runbook)), alarm));
    }
    Dashboards.all(set)
        .forEach((name, body) -> files.put(Path.of("dashboards", name + ".json"), body));
    return files;
  }
}
