package dev.sluice.alarms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** {@code ./sluice replay}: what a trace makes fire, and when. */
public final class Main {
  private Main() {}

  /** Runs, and ends the process with its status: 0 nobody paged, 1 somebody, 2 called wrongly. */
  public static void main(String[] args) {
    System.exit(
        run(
            Path.of(System.getProperty("sluice.root", "."), "alarms", "set"),
            new PrintStream(System.out, true, UTF_8),
            new PrintStream(System.err, true, UTF_8),
            args));
  }

  static int run(Path folder, PrintStream out, PrintStream err, String... args) {
    boolean page = args.length == 3 && args[0].equals("--html");
    if (!page && (args.length != 1 || args[0].startsWith("-"))) {
      err.println("sluice: name one file: ./sluice replay [--html PAGE] TRACE");
      return 2;
    }
    String trace = args[args.length - 1];
    try {
      AlarmSet set = AlarmSet.read(folder);
      List<Point> points = TraceReader.read(Path.of(trace));
      List<Replay.Change> changes = Replay.of(set, points);
      if (page) {
        Files.writeString(
            Path.of(args[1]), Page.of(String.valueOf(Path.of(trace).getFileName()), set, points));
      }
      changes.stream()
          .filter(change -> change.alarm().severity() != Severity.PART)
          .forEach(change -> out.println(line(change)));
      boolean paged =
          changes.stream()
              .anyMatch(
                  change ->
                      change.state() == AlarmState.ALARM
                          && change.alarm().severity() == Severity.PAGE);
      out.println(paged ? "Somebody was paged." : "Nobody was paged.");
      return paged ? 1 : 0;
    } catch (IOException e) {
      err.println("sluice: " + trace + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException | AlarmsException e) {
      err.println("sluice: " + e.getMessage());
    }
    return 2;
  }

  private static String line(Replay.Change change) {
    Alarm alarm = change.alarm();
    return String.format(
        "%s  %-6s %-8s %s: %s",
        Instant.ofEpochSecond(change.second()),
        alarm.severity().name().toLowerCase(java.util.Locale.ROOT),
        change.state() == AlarmState.ALARM ? "fires" : "resolves",
        alarm.name(),
        alarm.says());
  }
}
