package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class AlarmSetTest {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));

  @TestFactory
  Stream<DynamicTest> case_ofEveryAlarm_givesItsStates() {
    return SET.alarms().values().stream()
        .flatMap(
            alarm ->
                alarm.cases().entrySet().stream()
                    .map(
                        each ->
                            DynamicTest.dynamicTest(
                                alarm.name() + " " + each.getKey(),
                                () ->
                                    assertThat(CaseRun.of(alarm, each.getValue()))
                                        .isEqualTo(each.getValue().states()))));
  }

  @TestFactory
  Stream<DynamicTest> case_requiredOfEveryAlarm_saysWhatItsNameSays() {
    return SET.alarms().values().stream()
        .map(
            alarm ->
                DynamicTest.dynamicTest(
                    alarm.name(),
                    () -> {
                      assertThat(states(alarm, "quiet")).doesNotContain(AlarmState.ALARM);
                      assertThat(states(alarm, "fires").getFirst()).isEqualTo(AlarmState.OK);
                      assertThat(states(alarm, "fires").getLast()).isEqualTo(AlarmState.ALARM);
                      assertThat(states(alarm, "resolves").getFirst()).isEqualTo(AlarmState.ALARM);
                      assertThat(states(alarm, "resolves").getLast()).isEqualTo(AlarmState.OK);
                      assertThat(alarm.cases()).containsKey("missing");
                    }));
  }

  /** What comes of no data is what the alarm says of them, and the case does hold none. */
  @TestFactory
  Stream<DynamicTest> case_missing_endsAsTheAlarmTakesIt() {
    return SET.metricAlarms().stream()
        .map(
            alarm ->
                DynamicTest.dynamicTest(
                    alarm.name(),
                    () -> {
                      assertThat(alarm.missing())
                          .isIn(MissingData.BREACHING, MissingData.NOT_BREACHING);
                      assertThat(
                              Objects.requireNonNull(alarm.cases().get("missing")).given().values())
                          .anyMatch(values -> Arrays.stream(values).anyMatch(Double::isNaN));
                      assertThat(states(alarm, "missing").getLast())
                          .isEqualTo(
                              alarm.missing() == MissingData.BREACHING
                                  ? AlarmState.ALARM
                                  : AlarmState.OK);
                    }));
  }

  /** Numbers in an expression but FILL's, and the threshold: ten times and a tenth of each. */
  @TestFactory
  Stream<DynamicTest> threshold_tenTimesOrATenth_breaksACase() {
    return SET.metricAlarms().stream()
        .flatMap(alarm -> mutants(alarm).stream())
        .map(
            mutant ->
                DynamicTest.dynamicTest(
                    mutant.name()
                        + " "
                        + mutant.expression().text()
                        + " "
                        + mutant.comparison().sign()
                        + " "
                        + mutant.threshold(),
                    () ->
                        assertThat(mutant.cases().values())
                            .as("a case must tell this from the alarm as it is")
                            .anySatisfy(
                                each ->
                                    assertThat(CaseRun.of(mutant, each))
                                        .isNotEqualTo(each.states()))));
  }

  /** Our own are held against telemetry's by the reader. */
  @Test
  void metrics_ofAws_areThoseOfTheList() throws IOException {
    assertThat(
            SET.metricAlarms().stream()
                .flatMap(alarm -> alarm.sources().values().stream())
                .filter(source -> !source.namespace().equals(Source.OURS))
                .map(source -> source.namespace() + " " + source.metric())
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(Path.of("aws-metrics.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList());
  }

  @Test
  void read_mistakes_areAllToldWithTheirPlace(@TempDir Path folder) throws IOException {
    String text = Files.readString(Path.of("set/calls-failing.yaml"));
    Files.writeString(
        folder.resolve("calls-failing.yaml"),
        text.replace("metric: calls_count", "metric: calls_cuont")
            .replace("2 of 3", "4 of 3")
            .replace("when:", "wehn:"));
    assertThatThrownBy(() -> AlarmSet.read(folder))
        .isInstanceOf(AlarmsException.class)
        .hasMessageContaining("Write 'calls_count', if that was meant")
        .hasMessageContaining("4 of 3 cannot be")
        .hasMessageContaining("'wehn' is not a key of an alarm. Write 'when', if that was meant")
        .hasMessageContaining("calls-failing.yaml:8:10");
  }

  @Test
  void read_thresholdOfAPartOfACount_isRefused(@TempDir Path folder) throws IOException {
    String text = Files.readString(Path.of("set/dead-letters.yaml"));
    Files.writeString(
        folder.resolve("dead-letters.yaml"),
        text.replace("Maximum", "Sum").replace(">= 1", ">= 0.1"));
    assertThatThrownBy(() -> AlarmSet.read(folder)).hasMessageContaining("Write a whole number");
  }

  private static List<AlarmState> states(Alarm alarm, String name) {
    return Objects.requireNonNull(alarm.cases().get(name), name).states();
  }

  private static List<MetricAlarm> mutants(MetricAlarm alarm) {
    List<MetricAlarm> mutants = new ArrayList<>();
    mutants.add(alarm.withThreshold(alarm.threshold() * 10));
    // A tenth of one is no other count: the reader refuses it.
    if (alarm.threshold() != 1 || alarm.comparison() == Comparison.LESS || isRatio(alarm)) {
      mutants.add(alarm.withThreshold(alarm.threshold() / 10));
    }
    for (double factor : new double[] {10, 0.1}) {
      numbers(alarm.expression())
          .forEach(
              number ->
                  mutants.add(alarm.withExpression(replaced(alarm.expression(), number, factor))));
    }
    return mutants;
  }

  private static boolean isRatio(MetricAlarm alarm) {
    return alarm.sources().size() > 1;
  }

  private static List<Expression.Figure> numbers(Expression expression) {
    return switch (expression) {
      case Expression.Figure number -> number.value() == 0 ? List.of() : List.of(number);
      case Expression.Metric _ -> List.of();
      case Expression.Binary binary ->
          Stream.of(binary.left(), binary.right()).flatMap(each -> numbers(each).stream()).toList();
      case Expression.Call call ->
          call.arguments().stream().flatMap(each -> numbers(each).stream()).toList();
    };
  }

  private static Expression replaced(
      Expression expression, Expression.Figure number, double factor) {
    return switch (expression) {
      case Expression.Figure each ->
          each.equals(number) ? new Expression.Figure(each.value() * factor) : each;
      case Expression.Metric metric -> metric;
      case Expression.Binary binary ->
          new Expression.Binary(
              replaced(binary.left(), number, factor),
              binary.sign(),
              replaced(binary.right(), number, factor));
      case Expression.Call call ->
          new Expression.Call(
              call.function(),
              call.arguments().stream().map(each -> replaced(each, number, factor)).toList());
    };
  }
}
