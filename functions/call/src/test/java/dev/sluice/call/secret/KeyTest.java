package dev.sluice.call.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
  private static final Instant SINCE = Instant.EPOCH;

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "ä", "012345678901234567890123456789012"})
  void new_idOfAnotherKind_isRefused(String id) {
    assertThatThrownBy(() -> new Key(id, new byte[32], SINCE))
        .hasMessage("a key's id is 1 to 32 letters and digits");
  }

  @Test
  void new_shortSecret_isRefused() {
    assertThatThrownBy(() -> new Key("k", new byte[31], SINCE))
        .hasMessage("the key 'k' has 31 bytes, not 32 or more");
  }

  @Test
  void toString_key_doesNotShowTheSecret() {
    assertThat(new Key("k1", new byte[32], SINCE)).hasToString("Key[id=k1]");
  }

  @Test
  void mac_partsCutElsewhere_differs() {
    Key key = new Key("k", new byte[32], SINCE);
    assertThat(key.mac("ab", "c")).isNotEqualTo(key.mac("a", "bc")).hasSize(32);
    assertThat(key.mac("abc")).isNotEqualTo(key.mac("abc", ""));
  }

  /** RFC 4231's first case, its key filled up to 32 bytes: HMAC pads with zeros. */
  @Test
  void mac_knownCase_isAsPublished() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, 0, 20, (byte) 0x0b);
    assertThat(
            HexFormat.of()
                .formatHex(
                    new Key("k", secret, SINCE).mac().doFinal("Hi There".getBytes(US_ASCII))))
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void find_id_isOneOfBothOrNone() {
    Key now = new Key("now", new byte[32], SINCE);
    Key before = new Key("before", new byte[32], SINCE);
    assertThat(new LiveKeys(now, before).find("before")).containsSame(before);
    assertThat(new LiveKeys(now, before).find("now")).containsSame(now);
    assertThat(new LiveKeys(now, before).find("other")).isEmpty();
    assertThat(new LiveKeys(now, null).find("before")).isEmpty();
  }

  @Test
  void none_anyName_saysWhich() {
    assertThatThrownBy(() -> Secrets.none().of(SecretName.REQUEST_STATE))
        .isInstanceOf(NoSecretException.class)
        .hasMessage("there is no key 'request-state': no secrets are named");
  }
}
