package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
  private static final Principal HOLDER = new Principal("ada", Set.of("pii.read", "a"));
  private static final Principal OTHER = new Principal("bob", Set.of("pii.reader", "pii"));

  @Test
  void liftedFor_scope_isLiftedForWhoHoldsItAndTheUnrestricted() {
    Mask mask = new Mask(new Mask.Hash(), "pii.read");
    assertThat(mask.liftedFor(HOLDER)).isTrue();
    assertThat(mask.liftedFor(OTHER)).isFalse();
    assertThat(mask.liftedFor(Principal.LOCAL)).isTrue();
  }

  @Test
  void liftedFor_noScope_isLiftedForTheUnrestrictedAlone() {
    Mask mask = new Mask(new Mask.Hash(), "");
    assertThat(mask.liftedFor(HOLDER)).isFalse();
    assertThat(mask.liftedFor(Principal.LOCAL)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "text,true,false",
    "int4,true,true",
    "numeric,true,true",
    "float8,true,true",
    "date,true,false",
    "uuid,true,false",
    "bool,false,false",
    "jsonb,false,false",
    "bytea,false,false",
    "text[],false,false",
    "int4[],false,false",
    "unknown,true,false"
  })
  void fits_type_dependsOnWhatIsShown(String type, boolean part, boolean bucket) {
    assertThat(new Mask(new Mask.Prefix(3), "").fits(type)).isEqualTo(part);
    assertThat(new Mask(new Mask.Last(3), "").fits(type)).isEqualTo(part);
    assertThat(new Mask(new Mask.Bucket(BigDecimal.TEN), "").fits(type)).isEqualTo(bucket);
    assertThat(new Mask(new Mask.Hide(), "").fits(type)).isTrue();
    assertThat(new Mask(new Mask.Null(), "").fits(type)).isTrue();
    assertThat(new Mask(new Mask.Hash(), "").fits(type)).isTrue();
  }
}
