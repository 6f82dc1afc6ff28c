package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final int LEAST_TECHNIQUES = 60;
  private static final int LEAST_ATTACKS = 200;
  private static final int LEAST_ANALYTICS = 150;
  private static final int TPCH = 22;

  @Test
  void attacks_areEnoughAndAllDifferent() {
    List<Attack> attacks = Attack.all();
    assertThat(attacks.stream().map(Attack::technique).distinct().count())
        .isGreaterThanOrEqualTo(LEAST_TECHNIQUES);
    assertThat(attacks).hasSizeGreaterThanOrEqualTo(LEAST_ATTACKS);
    assertThat(attacks).extracting(Attack::text).doesNotHaveDuplicates();
    assertThat(attacks).extracting(Attack::id).doesNotHaveDuplicates();
  }

  @Test
  void analytics_areEnoughAndAllDifferent() {
    List<Analytics> all = Analytics.all();
    assertThat(all.stream().filter(Analytics::isTpch)).hasSize(TPCH);
    assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST_ANALYTICS + TPCH);
    assertThat(all).extracting(Analytics::text).doesNotHaveDuplicates();
    assertThat(all).extracting(Analytics::name).doesNotHaveDuplicates();
  }

  @Test
  void techniques_areMetOnceAndHaveOneName() {
    Map<String, String> names = new HashMap<>();
    for (Attack attack : Attack.all()) {
      assertThat(names.merge(attack.technique(), attack.name(), (old, fresh) -> old))
          .as(attack.technique())
          .isEqualTo(attack.name());
    }
    Map<String, Long> groups =
        Attack.all().stream()
            .collect(
                Collectors.groupingBy(
                    Attack::technique,
                    Collectors.mapping(
                        Attack::group,
                        Collectors.collectingAndThen(
                            Collectors.toSet(), set -> (long) set.size()))));
    assertThat(groups.values()).containsOnly(1L);
  }
}
