package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Principal;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.feature.ToolException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final Principal ADA = new Principal("ada", "acme", Set.of("a"), false);
  private static final Cursor CURSOR = new Cursor("abc", Arrays.asList("1996-01-02", null));

  private final MemorySecrets secrets = new MemorySecrets(InstantSource.system());
  private final Cursors cursors = new Cursors(secrets);

  @Test
  void open_whatSealGave_isTheSame() {
    assertThat(open(seal(ADA), ADA)).isEqualTo(CURSOR);
  }

  /** Scopes come and go with a token; who asks stays. */
  @Test
  void open_sameCallerWithOtherScopes_isTheSame() {
    assertThat(open(seal(ADA), new Principal("ada", "acme", Set.of(), false))).isEqualTo(CURSOR);
  }

  @Test
  void open_ofAnotherCaller_isRefused() {
    String sealed = seal(ADA);
    for (Principal other :
        List.of(
            new Principal("eve", "acme", Set.of("a"), false),
            new Principal("ada", "bolt", Set.of("a"), false),
            new Principal("adaacme", "", Set.of("a"), false),
            Principal.LOCAL)) {
      assertUnknown(() -> open(sealed, other));
    }
  }

  @Test
  void open_anyCharacterChanged_isRefused() {
    String sealed = seal(ADA);
    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'a' ? 'b' : 'a';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThatThrownBy(() -> open(changed, ADA))
          .isInstanceOf(ToolException.class)
          // An id that is not known may be one of long ago.
          .hasMessageStartingWith(
              i < sealed.indexOf('.')
                  ? "'cursor' is too old"
                  : "'cursor' is none that this tool gave");
    }
  }

  @Test
  void open_cutOrMadeLonger_isRefused() {
    String sealed = seal(ADA);
    for (int length = 0; length < sealed.length(); length++) {
      int until = length;
      assertUnknown(() -> open(sealed.substring(0, until), ADA));
    }
    assertUnknown(() -> open(sealed + "a", ADA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "e30", "..", "WyJhYmMiLCIxIl0"})
  void open_whatIsNone_isRefused(String text) {
    assertUnknown(() -> open(text, ADA));
  }

  @Test
  void open_keyRotatedOnce_isStillGood_rotatedTwice_isTooOld() {
    String sealed = seal(ADA);
    secrets.rotate(SecretName.CURSOR);
    assertThat(open(sealed, ADA)).isEqualTo(CURSOR);
    assertThat(seal(ADA)).isNotEqualTo(sealed);

    secrets.rotate(SecretName.CURSOR);

    assertThatThrownBy(() -> open(sealed, ADA))
        .isInstanceOf(ToolException.class)
        .hasMessage("'cursor' is too old. Leave it out to begin anew.");
  }

  @Test
  void seal_noKey_isNone() {
    assertThat(new Cursors(Secrets.none()).seal(CURSOR, ADA)).isNull();
  }

  @Test
  void open_keysThatCannotBeRead_saysSo() {
    String sealed = seal(ADA);
    Secrets lost =
        name -> {
          throw new NoSecretException("down");
        };
    assertThatThrownBy(() -> new Cursors(lost).open(sealed, "abc", 2, ADA))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("'cursor' cannot be verified just now.");
  }

  private String seal(Principal principal) {
    return Objects.requireNonNull(cursors.seal(CURSOR, principal));
  }

  private Cursor open(String sealed, Principal principal) {
    return cursors.open(sealed, "abc", 2, principal);
  }

  private static void assertUnknown(ThrowingCallable opening) {
    assertThatThrownBy(opening)
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("'cursor' is none that this tool gave");
  }
}
