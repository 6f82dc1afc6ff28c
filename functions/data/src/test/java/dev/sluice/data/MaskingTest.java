package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Mask;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
  private static final Masking HASHING =
      Masking.of(
          Map.of("v", new Mask(new Mask.Hash(), "")), TestReader.SECRETS, InstantSource.system());

  @ParameterizedTest
  @CsvSource({
    "abcdef,3,abc…",
    "abcdef,2,ab…",
    "abcde,3,ab…",
    "ab,3,a…",
    "a,3,…",
    "'',3,…",
    "žluťoučký,3,žlu…",
    "a😀b😀c😀,3,a😀b…",
    "😀😀,3,😀…",
    "😀,3,…",
    "日本語のテキスト,3,日本語…"
  })
  void prefix_text_showsItsBeginningAndNeverMoreThanHalf(String text, int length, String shown) {
    assertThat(shown(new Mask.Prefix(length), "text", text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef,3,…def",
    "abcde,3,…de",
    "ab,3,…b",
    "a,3,…",
    "'',3,…",
    "a😀b😀c😀,3,…😀c😀",
    "😀😀,3,…😀",
    "4111111111111111,4,…1111"
  })
  void last_text_showsItsEndAndNeverMoreThanHalf(String text, int length, String shown) {
    assertThat(shown(new Mask.Last(length), "text", text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp,2026-11-24 12:00:00,7,2026-11…",
    "timestamptz,2026-11-24 12:00:00+00,2,20…",
    "bpchar,'ab      ',3,a…",
    "int8,9007199254740993,4,9007…",
    "numeric,12.50,4,12…"
  })
  void prefix_otherTypes_areCutAsTheyAreShown(String type, String text, int length, String shown) {
    assertThat(shown(new Mask.Prefix(length), type, text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "1234.5,100,1200",
    "1200,100,1200",
    "1199.99,100,1100",
    "-1,100,-100",
    "-100,100,-100",
    "0,100,0",
    "0.00,100,0",
    "7.3,0.5,7",
    "7.5,0.5,7.5",
    "7,2.5,5",
    "12345678901234567890123,1000,12345678901234567890000",
    "1e+20,7,99999999999999999998",
    "5e-324,10,0",
    "-5e-324,10,-10",
    "NaN,10,",
    "Infinity,10,",
    "-Infinity,10,",
    "no number,10,"
  })
  void bucket_number_isTheLowerEndOfItsRange(String text, BigDecimal size, @Nullable String shown) {
    assertThat(shown(new Mask.Bucket(size), "numeric", text)).isEqualTo(shown);
  }

  @Test
  void hash_equalValues_areEqualAndOthersAreNot() {
    String hash = shown(new Mask.Hash(), "text", "ada@example.org");
    assertThat(hash).matches("[A-Za-z0-9_-]{22}");
    assertThat(shown(new Mask.Hash(), "varchar", "ada@example.org")).isEqualTo(hash);
    assertThat(shown(new Mask.Hash(), "bpchar", "ada@example.org   ")).isEqualTo(hash);
    assertThat(shown(new Mask.Hash(), "text", "Ada@example.org")).isNotEqualTo(hash);
    assertThat(shown(new Mask.Hash(), "text", "")).hasSize(22).isNotEqualTo(hash);
    String seven = shown(new Mask.Hash(), "int4", "7");
    assertThat(shown(new Mask.Hash(), "numeric", "7.00")).isEqualTo(seven);
    assertThat(shown(new Mask.Hash(), "text", "7")).isEqualTo(seven);
    assertThat(shown(new Mask.Hash(), "text", "7.00")).isNotEqualTo(seven);
    assertThat(shown(new Mask.Hash(), "float8", "1e+20"))
        .isEqualTo(shown(new Mask.Hash(), "numeric", "100000000000000000000"));
  }

  @Test
  void hash_knownKeyAndText_isTheHmacInBase64ForUrls() {
    // echo -n abc | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f -binary | base64
    assertThat(shown(new Mask.Hash(), "text", "abc")).isEqualTo("8BM3KcQWPe3oHiHNR4OSVt");
  }

  @Test
  void hash_noKey_isRefusedBeforeAnythingIsAsked() {
    assertThatThrownBy(
            () ->
                Masking.of(
                    Map.of("v", new Mask(new Mask.Hash(), "")),
                    Secrets.none(),
                    InstantSource.system()))
        .isInstanceOf(DataException.Refused.class)
        .hasMessage(
            "A column of this answer is shown as a hash, and there is no key for it."
                + " Tell the owner of the catalogue.");
    assertThat(
            Masking.of(
                    Map.of("v", new Mask(new Mask.Null(), "")),
                    Secrets.none(),
                    InstantSource.system())
                .labels())
        .containsExactly("v");
  }

  private static @Nullable String shown(Mask.Show show, String type, String text) {
    return HASHING.showing(show, type, Values.of(type)).of(text);
  }
}
