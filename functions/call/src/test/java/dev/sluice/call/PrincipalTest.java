package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\tb", "a\nb", "*", "a\"b", "a\\b", "é", "a\u00a0b", "a\0"})
  void constructor_scopeThatIsNotOneWord_isRefused(String scope) {
    assertThatThrownBy(() -> new Principal("ada", Set.of(scope)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a scope must be one word of ASCII without quotes and backslashes, and not '*'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders.read", "a:b", "https://sluice.dev/orders", "orders.*", "a,b"})
  void constructor_scopeThatIsOneWord_isTaken(String scope) {
    assertThat(new Principal("ada", Set.of(scope)).scopes()).containsExactly(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "a\nb", "a\ud800", "\udc00b", "a\u0085"})
  void constructor_charactersThatAreNoText_areRefused(String text) {
    assertThatThrownBy(() -> new Principal(text, Set.of()))
        .hasMessage("a subject holds a control character or half a surrogate pair");
    Principal ada = new Principal("ada", Set.of());
    assertThatThrownBy(() -> ada.ofTenant(text))
        .hasMessage("a tenant holds a control character or half a surrogate pair");
  }

  @Test
  void ofTenant_blank_isRefused() {
    Principal ada = new Principal("ada", Set.of());
    assertThatThrownBy(() -> ada.ofTenant(" "))
        .hasMessage("a tenant is blank: it has a name, or is empty for none");
    assertThat(ada.ofTenant("Łódź 😀").tenant()).isEqualTo("Łódź 😀");
  }
}
