package dev.sluice.cache;

import dev.sluice.call.Principal;
import dev.sluice.call.subject.Subject;
import dev.sluice.catalog.Mask;
import dev.sluice.data.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that decides an answer, as the key that it is kept under. Two questions have one key
 * only when their answers are the same for both callers.
 *
 * @param key of the entry, 43 characters
 * @param owner to whom its bytes are counted: the tenant, or the subject of a caller without one
 * @param subject the hash of the subject that alone is given the answer; null for an answer that
 *     others are given as well, and which says nothing about who asked
 */
record Question(String key, String owner, @Nullable String subject) {

  /**
   * The question of a caller.
   *
   * @param maskKey names the key that values are hashed with; asked where some are
   */
  static Question of(Keeping keeping, Query query, Principal principal, Supplier<String> maskKey) {
    Parts parts = new Parts();
    parts.add(keeping.tool());
    parts.add(keeping.version());
    parts.add(query.kind().name());
    parts.add(query.sql().text());
    parts.add(canonical(query.arguments()));
    parts.add(query.limits().toString());
    parts.add(query.freshness().toString());
    Map<String, Mask> masks = query.masksFor(principal);
    parts.add(masks.toString());
    if (masks.values().stream().anyMatch(mask -> mask.show() instanceof Mask.Hash)) {
      parts.add(maskKey.get());
    }
    if (keeping.variesBy().contains(VariesBy.SUBJECT)) {
      parts.add("subject");
      parts.add(principal.subject());
    }
    if (keeping.variesBy().contains(VariesBy.TENANT)) {
      parts.add("tenant");
      parts.add(principal.tenant());
    }
    if (keeping.variesBy().contains(VariesBy.SCOPES)) {
      parts.add("scopes");
      // No scope is a star or has a space in it.
      parts.add(
          principal.unrestricted() ? "*" : String.join(" ", new TreeSet<>(principal.scopes())));
    }
    return new Question(
        parts.hash(),
        owner(principal),
        keeping.variesBy().contains(VariesBy.SUBJECT) ? Subject.of(principal).hash() : null);
  }

  /** The tags of its tool, and where it is one subject's alone, that subject's. */
  List<String> tags(Keeping keeping) {
    if (subject == null) {
      return keeping.tags();
    }
    List<String> tags = new ArrayList<>(keeping.tags());
    tags.add(subjectTag(subject));
    return tags;
  }

  /** No tag of a catalogue has a colon in it. */
  static String subjectTag(String subject) {
    return "subject:" + subject;
  }

  private static String owner(Principal principal) {
    if (principal.tenant().isEmpty()) {
      return Subject.of(principal).hash();
    }
    Parts parts = new Parts();
    parts.add(principal.tenant());
    return parts.hash();
  }

  /**
   * In the order of their names: how a caller orders its arguments says nothing. Inside of one the
   * order may show in the answer.
   */
  private static String canonical(ObjectNode arguments) {
    ObjectNode sorted = arguments.objectNode();
    new TreeSet<>(arguments.propertyNames())
        .forEach(name -> sorted.set(name, arguments.path(name)));
    return sorted.toString();
  }

  /** Texts, each after its length, so that no two lists of them are one. */
  private static final class Parts {
    private final MessageDigest digest = sha256();

    void add(String part) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }

    String hash() {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
