package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
  @Test
  void constructor_blankSubject_isRefused() {
    assertThatThrownBy(() -> new Principal(" ", Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a principal needs a subject");
  }

  @Test
  void scopes_sourceChangesLater_keepsItsOwn() {
    Set<String> scopes = new HashSet<>(Set.of("orders.read"));
    Principal principal = new Principal("ada", scopes);
    scopes.add("admin");
    assertThat(principal.scopes()).containsExactly("orders.read");
  }

  @Test
  void holds_scopes_allAreNeededButByTheUnrestricted() {
    Principal ada = new Principal("ada", Set.of("a", "b"));
    assertThat(ada.holds(Set.of("a", "b"))).isTrue();
    assertThat(ada.holds(Set.of())).isTrue();
    assertThat(ada.holds(Set.of("a", "c"))).isFalse();
    assertThat(Principal.LOCAL.holds(Set.of("c"))).isTrue();
  }
}
