package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** An attack that does not succeed where nothing guards proves nothing where something does. */
@ExtendWith(CarelessExtension.class)
class BareAttacksIT {
  @TestFactory
  Stream<DynamicContainer> attack_onBareJdbc_succeeds(CarelessDatabase database) {
    Map<String, List<Attack>> groups =
        Attack.all().stream()
            .collect(Collectors.groupingBy(Attack::group, LinkedHashMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(
            group ->
                dynamicContainer(
                    group.getKey(), group.getValue().stream().map(a -> test(database, a))));
  }

  private static DynamicTest test(CarelessDatabase database, Attack attack) {
    return dynamicTest(
        attack.toString(),
        () -> {
          Attempt.Outcome outcome = Attempt.of(database, attack, JdbcLayer.BARE);
          assertThat(outcome.succeeded())
              .as(
                  "%s.sql:%d, %s%n%s%nanswered %s",
                  attack.group(), attack.line(), attack.oracle(), attack.text(), shown(outcome))
              .isTrue();
        });
  }

  private static String shown(Attempt.Outcome outcome) {
    List<String> texts = outcome.answer().texts();
    return outcome.answer().millis()
        + " ms, "
        + outcome.answer().bytes()
        + " bytes: "
        + texts.stream()
            .limit(20)
            .map(text -> text.length() < 200 ? text : text.substring(0, 200))
            .toList();
  }
}
