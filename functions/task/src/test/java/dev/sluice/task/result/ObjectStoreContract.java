package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every store. */
abstract class ObjectStoreContract {
  static final String TYPE = "application/gzip";

  private ObjectStore store;

  /** One with nothing in it. */
  abstract ObjectStore empty() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = empty();
  }

  ObjectStore store() {
    return store;
  }

  @Test
  void get_whatWasPut_isTheSame() throws ObjectStoreException {
    byte[] content = new byte[9 << 20];
    new Random(1).nextBytes(content);
    store.put("a/1/part.gz", content, TYPE);
    assertThat(store.get("a/1/part.gz", content.length)).hasValue(content);
    store.put("a/1/part.gz", "other".getBytes(UTF_8), TYPE);
    assertThat(store.get("a/1/part.gz", 5)).hasValue("other".getBytes(UTF_8));
    store.put("a/1/none", new byte[0], TYPE);
    assertThat(store.get("a/1/none", 1)).hasValue(new byte[0]);
  }

  @Test
  void get_whatIsNotThere_isEmpty() throws ObjectStoreException {
    assertThat(store.get("a/1/part.gz", 100)).isEmpty();
  }

  @Test
  void get_largerThanItMayBe_isAnError() throws ObjectStoreException {
    store.put("a", new byte[2_000_000], TYPE);
    assertThatThrownBy(() -> store.get("a", 1_999_999)).isInstanceOf(ObjectStoreException.class);
    assertThat(store.get("a", 2_000_000)).isPresent();
  }

  @Test
  void list_prefix_givesThoseInOrderPageByPage() throws ObjectStoreException {
    Instant before = Instant.now().minusSeconds(2);
    for (String key : List.of("b/1/x", "b/10/x", "b/2/x", "c/1", "a/1", "B/1", "b-/1", "b_/1")) {
      store.put(key, key.getBytes(UTF_8), TYPE);
    }
    assertThat(keys(store.list("b/", null, 1_000))).containsExactly("b/1/x", "b/10/x", "b/2/x");
    assertThat(keys(store.list("b/", null, 2))).containsExactly("b/1/x", "b/10/x");
    assertThat(keys(store.list("b/", "b/10/x", 2))).containsExactly("b/2/x");
    assertThat(keys(store.list("b/", "b/2/x", 2))).isEmpty();
    assertThat(keys(store.list("", null, 1_000)))
        .containsExactly("B/1", "a/1", "b-/1", "b/1/x", "b/10/x", "b/2/x", "b_/1", "c/1");
    StoredObject first = store.list("a/", null, 1).getFirst();
    assertThat(first.bytes()).isEqualTo(3);
    assertThat(first.storedAt()).isBetween(before, Instant.now().plusSeconds(2));
    assertThat(store.list("none", null, 10)).isEmpty();
  }

  @Test
  void folders_manyObjectsInSome_areThereOnceEach() throws ObjectStoreException {
    for (String key : List.of("aa/1/x", "aa/1/y", "aa/2/x", "bb/1", "cc/1/x", "-c/1", "loose")) {
      store.put(key, new byte[1], TYPE);
    }
    assertThat(store.folders(null, 1_000)).containsExactly("-c", "aa", "bb", "cc");
    assertThat(store.folders(null, 2)).containsExactly("-c", "aa");
    assertThat(store.folders("aa", 2)).containsExactly("bb", "cc");
    assertThat(store.folders("cc", 2)).isEmpty();
  }

  @Test
  void delete_some_leavesTheOthers() throws ObjectStoreException {
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      store.put("a/" + i, new byte[1], TYPE);
      gone.add("a/" + i);
    }
    store.put("b/1", new byte[1], TYPE);
    gone.add("never/there");
    store.delete(gone);
    assertThat(keys(store.list("", null, 1_000))).containsExactly("b/1");
    store.delete(List.of());
    store.delete(gone);
  }

  @Test
  void delete_moreThanOneGo_deletesThemAll() throws ObjectStoreException {
    List<String> gone = new ArrayList<>();
    for (int i = 0; i < 2_100; i++) {
      gone.add("a/" + i);
    }
    store.put("a/0", new byte[1], TYPE);
    store.put("a/2099", new byte[1], TYPE);
    store.delete(gone);
    assertThat(store.list("", null, 1_000)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "a b", "a?b", "ä", "a\n", "a%2fb"})
  void any_keyThatIsNone_isRefused(String key) {
    assertThatThrownBy(() -> store.put(key, new byte[1], TYPE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no key");
    assertThatThrownBy(() -> store.get(key, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.link(key, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void any_outOfRange_isRefused() {
    assertThatThrownBy(() -> store.list("", null, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.list("", null, 1_001))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.link("a", Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.link("a", Duration.ofHours(13)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.put("a", new byte[ObjectStore.MOST_OBJECT_BYTES + 1], TYPE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<String> keys(List<StoredObject> objects) {
    return objects.stream().map(StoredObject::key).toList();
  }
}
