package dev.sluice.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The masks of one answer at work, on texts as PostgreSQL writes them. Used by one thread.
 *
 * <p>A mask that does not fit its column after all shows less, never more.
 */
public final class Masking {
  /** Of 256 bits these keep 132: no two values of one database will ever meet. */
  private static final int HASH_CHARS = 22;

  /** Stands for what is not shown. */
  private static final String REST = "…";

  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8");

  private final Map<String, Mask> masks;
  private final @Nullable Mac mac;

  private Masking(Map<String, Mask> masks, @Nullable Mac mac) {
    this.masks = masks;
    this.mac = mac;
  }

  /** What is shown of a value. */
  @FunctionalInterface
  interface Showing {
    /** The text to show for one that is not null; null for NULL. */
    @Nullable String of(String text);
  }

  /**
   * Masks by the answer's labels, none of them lifted.
   *
   * @throws DataException.Refused when one of them needs a key, and there is none
   */
  static Masking of(Map<String, Mask> masks, Secrets secrets, InstantSource clock) {
    boolean hashes = masks.values().stream().anyMatch(mask -> mask.show() instanceof Mask.Hash);
    return new Masking(masks, hashes ? mac(secrets, clock) : null);
  }

  /**
   * The columns of an answer under masks: what is hidden is not among them, and what is shown
   * otherwise is of another type.
   *
   * @param masks by the columns' names, none of them lifted
   */
  public static List<Column> columns(List<Column> columns, Map<String, Mask> masks) {
    List<Column> shown = new ArrayList<>();
    for (Column column : columns) {
      Mask mask = masks.get(column.name());
      if (mask == null) {
        shown.add(column);
      } else if (!(mask.show() instanceof Mask.Hide)) {
        shown.add(new Column(column.name(), typeUnder(mask.show(), column.type())));
      }
    }
    return shown;
  }

  /** The mask of a label, or null. */
  @Nullable Mask on(String label) {
    return masks.get(label);
  }

  /** The labels that are masked: an answer that lacks one is not the one they were made for. */
  Set<String> labels() {
    return masks.keySet();
  }

  /** The type of what is shown of a type's values; of what is hidden, there is none to show. */
  static String typeUnder(Mask.Show show, String type) {
    return switch (show) {
      case Mask.Hash _, Mask.Prefix _, Mask.Last _ -> "text";
      case Mask.Bucket _ -> "numeric";
      case Mask.Hide _, Mask.Null _ -> type;
    };
  }

  /** What is shown of values of a type, which are read so where no mask is. */
  Showing showing(Mask.Show show, String type, Values values) {
    return switch (show) {
      case Mask.Hide _, Mask.Null _ -> _ -> null;
      case Mask.Hash _ -> text -> hash(canonical(text, type, values));
      case Mask.Prefix(int length) -> text -> prefix(values.asText(text), length);
      case Mask.Last(int length) -> text -> last(values.asText(text), length);
      case Mask.Bucket(BigDecimal size) -> text -> bucket(text, size);
    };
  }

  private static String prefix(String text, int most) {
    return text.substring(0, text.offsetByCodePoints(0, shown(text, most))) + REST;
  }

  private static String last(String text, int most) {
    return REST + text.substring(text.offsetByCodePoints(text.length(), -shown(text, most)));
  }

  /** How many characters are shown: a short value must not come out whole. */
  private static int shown(String text, int most) {
    return Math.min(most, text.codePointCount(0, text.length()) / 2);
  }

  private static @Nullable String bucket(String text, BigDecimal size) {
    BigDecimal number = number(text);
    if (number == null) {
      return null;
    }
    BigDecimal lower = number.divide(size, 0, RoundingMode.FLOOR).multiply(size);
    BigDecimal shortest = lower.signum() == 0 ? BigDecimal.ZERO : lower.stripTrailingZeros();
    return (shortest.scale() < 0 ? shortest.setScale(0) : shortest).toPlainString();
  }

  /** Null for what is in no range: NaN, the infinities, and what is no number at all. */
  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** One text for equal numbers, however many zeros they end in. */
  private static String canonical(String text, String type, Values values) {
    BigDecimal number = NUMBERS.contains(type) ? number(text) : null;
    if (number == null) {
      return values.asText(text);
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private String hash(String text) {
    if (mac == null) {
      throw new IllegalStateException("a hash without its key");
    }
    byte[] hash = mac.doFinal(text.getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, HASH_CHARS);
  }

  private static Mac mac(Secrets secrets, InstantSource clock) {
    try {
      return MaskKey.inUse(secrets, clock).mac();
    } catch (NoSecretException e) {
      throw new DataException.Refused(
          "A column of this answer is shown as a hash, and there is no key for it. Tell the owner of"
              + " the catalogue.",
          e);
    }
  }
}
