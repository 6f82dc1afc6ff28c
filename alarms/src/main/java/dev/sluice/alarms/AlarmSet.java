package dev.sluice.alarms;

import dev.sluice.catalog.Location;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.YamlDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every alarm there is, by name. Immutable.
 *
 * @param alarms in the order of their names
 */
public record AlarmSet(SequencedMap<String, Alarm> alarms) {

  /**
   * Reads a folder of alarms, a file each.
   *
   * @throws AlarmsException with every mistake: file, line, what to write instead
   */
  public static AlarmSet read(Path folder) {
    List<Mistake> mistakes = new ArrayList<>();
    SequencedMap<String, Alarm> alarms = new TreeMap<>();
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      YamlDocument document = YamlDocument.parse(name, text(file));
      mistakes.addAll(document.mistakes());
      if (document.mistakes().isEmpty()) {
        new AlarmReader(document, name.substring(0, name.length() - ".yaml".length()), mistakes)
            .read()
            .ifPresent(alarm -> alarms.put(alarm.name(), alarm));
      }
    }
    for (Alarm alarm : alarms.values()) {
      if (alarm instanceof CompositeAlarm composite) {
        composite.allOf().stream()
            .filter(part -> !(alarms.get(part) instanceof MetricAlarm))
            .forEach(part -> mistakes.add(noPart(composite, part)));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new AlarmsException(mistakes);
    }
    return new AlarmSet(alarms);
  }

  /** The alarms on metrics. */
  public List<MetricAlarm> metricAlarms() {
    return alarms.values().stream()
        .filter(MetricAlarm.class::isInstance)
        .map(MetricAlarm.class::cast)
        .toList();
  }

  /** The alarms made of others. */
  public List<CompositeAlarm> compositeAlarms() {
    return alarms.values().stream()
        .filter(CompositeAlarm.class::isInstance)
        .map(CompositeAlarm.class::cast)
        .toList();
  }

  /** The state of every alarm, given those of the alarms on metrics. */
  public Map<String, AlarmState> withComposites(Map<String, AlarmState> metricStates) {
    Map<String, AlarmState> states = new TreeMap<>(metricStates);
    for (CompositeAlarm composite : compositeAlarms()) {
      states.put(
          composite.name(),
          composite.state(
              composite.allOf().stream()
                  .map(part -> metricStates.getOrDefault(part, AlarmState.INSUFFICIENT_DATA))
                  .toList()));
    }
    return states;
  }

  private static Mistake noPart(CompositeAlarm composite, String part) {
    return new Mistake(
        new Location(composite.name() + ".yaml", 1, 1),
        "'" + part + "' in all_of is no alarm on metrics",
        "Name alarms that have a file here");
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("alarms cannot be read from " + folder, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
