package dev.sluice.alarms.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmMessage;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.alarms.AlarmState;
import dev.sluice.alarms.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** From an alarm to an incident and back, over HTTP, by the envelopes of SNS. */
class PagingIT {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));
  private static final String RUNBOOKS = "https://example.com/runbooks";

  @TempDir private static Path folder;
  private static final AlarmMessage.Region FRANKFURT =
      new AlarmMessage.Region("eu-central-1", "EU (Frankfurt)");

  private SnsTopic topic;
  private PagerDuty pagerDuty;

  @BeforeEach
  void start() throws Exception {
    topic = new SnsTopic(Files.createTempDirectory(folder, "sns"));
    pagerDuty = new PagerDuty(topic.certificateUrl());
  }

  @AfterEach
  void stop() {
    pagerDuty.close();
    topic.close();
  }

  @Test
  void alarm_thenOk_opensAndResolvesOneIncident() throws Exception {
    assertThat(topic.subscribe(pagerDuty.endpoint())).isEqualTo(200);
    assertThat(topic.isConfirmed()).isTrue();

    assertThat(topic.publish(notification("calls-failing", AlarmState.ALARM))).isEqualTo(202);
    assertThat(pagerDuty.incidents())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.open()).isTrue();
              assertThat(incident.title()).isEqualTo("ALARM: \"calls-failing\" in EU (Frankfurt)");
              assertThat(incident.details())
                  .contains("More than 5% of calls fail", RUNBOOKS + "/calls-failing.md");
            });

    assertThat(topic.publish(notification("calls-failing", AlarmState.OK))).isEqualTo(202);
    assertThat(pagerDuty.incidents()).singleElement().matches(incident -> !incident.open());
  }

  @Test
  void alarm_deliveredTwice_isOneIncident() throws Exception {
    int _ = topic.subscribe(pagerDuty.endpoint());
    ObjectNode envelope = notification("calls-stopped", AlarmState.ALARM);
    assertThat(topic.publish(envelope)).isEqualTo(202);
    assertThat(topic.publish(envelope)).isEqualTo(202);
    assertThat(pagerDuty.incidents()).hasSize(1);
  }

  @Test
  void ok_ofAnotherAlarm_resolvesNothing() throws Exception {
    int _ = topic.subscribe(pagerDuty.endpoint());
    assertThat(topic.publish(notification("error-budget-burns", AlarmState.ALARM))).isEqualTo(202);
    assertThat(topic.publish(notification("calls-failing", AlarmState.OK))).isEqualTo(202);
    assertThat(pagerDuty.incidents()).singleElement().matches(PagerDuty.Incident::open);
  }

  @Test
  void publish_unconfirmed_reachesNobody() throws Exception {
    assertThat(topic.publish(notification("calls-failing", AlarmState.ALARM))).isZero();
    assertThat(pagerDuty.incidents()).isEmpty();
  }

  @Test
  void publish_changedOnTheWay_isRefused() throws Exception {
    int _ = topic.subscribe(pagerDuty.endpoint());
    ObjectNode envelope = notification("calls-failing", AlarmState.ALARM);
    envelope.put("Subject", "OK: all is well");
    assertThat(topic.publish(envelope)).isEqualTo(403);
    assertThat(pagerDuty.incidents()).isEmpty();
  }

  /** Both limits are AWS's: a page without its runbook is half a page. */
  @Test
  void messages_ofEveryAlarm_areWithinTheirLimits() {
    for (Alarm alarm : SET.alarms().values()) {
      Replay.Change change = new Replay.Change(0, alarm, AlarmState.ALARM);
      assertThat(AlarmMessage.description(alarm, RUNBOOKS))
          .contains(RUNBOOKS + "/" + alarm.name() + ".md")
          .hasSizeLessThan(1_024);
      assertThat(AlarmMessage.subject(change, FRANKFURT))
          .contains(alarm.name())
          .hasSizeLessThanOrEqualTo(100);
    }
  }

  private ObjectNode notification(String name, AlarmState state) throws Exception {
    Replay.Change change =
        new Replay.Change(1_795_651_200, Objects.requireNonNull(SET.alarms().get(name)), state);
    AlarmState before = state == AlarmState.OK ? AlarmState.ALARM : AlarmState.OK;
    return topic.notification(
        AlarmMessage.subject(change, FRANKFURT),
        AlarmMessage.of(change, before, FRANKFURT, "123456789012", RUNBOOKS));
  }
}
