package dev.sluice.tool.declared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.call.Principal;
import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.feature.ToolException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs cursors: one comes back as it was given, by whom it was given to. Safe for use by several
 * threads.
 *
 * <p>Form: {@code KEY.CURSOR.MAC}; the MAC, half of an HMAC-SHA256, also covers subject and tenant.
 *
 * @param secrets the key is {@link SecretName#CURSOR}
 */
record Cursors(Secrets secrets) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9]{1,32})\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]{22})");

  private static final int MAC_BYTES = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** As the caller gets it; null where there is no key. */
  @Nullable String seal(Cursor cursor, Principal principal) {
    Key key;
    try {
      key = secrets.of(SecretName.CURSOR).current();
    } catch (NoSecretException e) {
      return null;
    }
    String text = cursor.text();
    return key.id() + "." + text + "." + mac(key, text, principal);
  }

  /**
   * Reads what a caller brings.
   *
   * @param keys how many there must be
   * @throws ToolException when it is none, one of another question or caller, or too old
   */
  Cursor open(String sealed, String question, int keys, Principal principal) {
    Matcher parts = FORM.matcher(sealed);
    if (sealed.length() > Cursor.MAX_CHARS || !parts.matches()) {
      throw Cursor.unknown();
    }
    Key key = key(parts.group(1));
    String expected = mac(key, parts.group(2), principal);
    // As text: of one MAC, Base64 has several spellings.
    if (!MessageDigest.isEqual(expected.getBytes(US_ASCII), parts.group(3).getBytes(US_ASCII))) {
      throw Cursor.unknown();
    }
    return Cursor.read(parts.group(2), question, keys);
  }

  private Key key(String id) {
    try {
      return secrets
          .find(SecretName.CURSOR, id)
          .orElseThrow(() -> new ToolException("'cursor' is too old. Leave it out to begin anew."));
    } catch (NoSecretException e) {
      throw new ToolException(
          "'cursor' cannot be verified just now. Try again in a minute, or leave it out to begin"
              + " anew.",
          e);
    }
  }

  private static String mac(Key key, String text, Principal principal) {
    byte[] mac = key.mac(text, principal.subject(), principal.tenant());
    return BASE64.encodeToString(Arrays.copyOf(mac, MAC_BYTES));
  }
}
