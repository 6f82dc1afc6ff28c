package dev.sluice.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What a store must do, wherever it keeps things. Each test has keys of its own. */
abstract class EntryStoreContract {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final String own = UUID.randomUUID().toString();
  private final String key = "key-" + own;
  private final String tag = "tag-" + own;
  private final String owner = "owner-" + own;

  /** The store under test. */
  abstract EntryStore store();

  static Budget budget() {
    return Budget.of(Duration.ofSeconds(5));
  }

  @Test
  void find_nothingKept_isEmpty() throws StoreException {
    EntryStore.Found found = store().find(key, Set.of(tag), owner, budget());

    assertThat(found.entry()).isNull();
    assertThat(found.generations()).isEmpty();
    assertThat(found.ownerBytes()).isZero();
  }

  @Test
  void find_kept_isWhatWasKeptLast() throws StoreException {
    byte[] binary = new byte[300_000];
    binary[7] = (byte) 0xff;
    store().keep(key, "first".getBytes(UTF_8), MINUTE, owner, null, budget());
    store().keep(key, binary, MINUTE, owner, null, budget());

    assertThat(store().find(key, Set.of(), owner, budget()).entry()).isEqualTo(binary);
  }

  @Test
  void find_otherKey_findsNothing() throws StoreException {
    store().keep(key, "1".getBytes(UTF_8), MINUTE, owner, null, budget());

    assertThat(store().find(key + "}", Set.of(), owner, budget()).entry()).isNull();
    assertThat(store().find("}" + key, Set.of(), owner, budget()).entry()).isNull();
  }

  @Test
  void find_afterItsTime_findsNothing() throws StoreException, InterruptedException {
    store().keep(key, "1".getBytes(UTF_8), Duration.ofMillis(100), owner, null, budget());

    Thread.sleep(150);

    assertThat(store().find(key, Set.of(), owner, budget()).entry()).isNull();
  }

  @Test
  void find_severalKept_countsTheOwnersBytes() throws StoreException {
    store().keep(key, new byte[100], MINUTE, owner, null, budget());
    store().keep(key + "-2", new byte[50], MINUTE, owner, null, budget());

    assertThat(store().find("another", Set.of(), owner, budget()).ownerBytes()).isEqualTo(150);
    assertThat(store().find(key, Set.of(), owner + "-2", budget()).ownerBytes()).isZero();
  }

  @Test
  void claim_heldByAnother_isNotHeld() throws StoreException {
    assertThat(claim("one", MINUTE).held()).isTrue();
    assertThat(claim("two", MINUTE).held()).isFalse();
  }

  @Test
  void claim_byManyAtOnce_isHeldByOne() throws InterruptedException {
    ConcurrentLinkedQueue<Boolean> held = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      String holder = "holder-" + i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      held.add(claim(holder, MINUTE).held());
                    } catch (StoreException e) {
                      throw new AssertionError(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(held).hasSize(32).containsOnlyOnce(true);
  }

  @Test
  void claim_afterTheLeasesTime_isHeld() throws StoreException, InterruptedException {
    assertThat(claim("one", Duration.ofMillis(100)).held()).isTrue();

    Thread.sleep(150);

    assertThat(claim("two", MINUTE).held()).isTrue();
  }

  @Test
  void claim_againByTheSame_isHeld() throws StoreException {
    assertThat(claim("one", MINUTE).held()).isTrue();
    assertThat(claim("one", MINUTE).held()).isTrue();
  }

  @Test
  void claim_severalTags_makesEachGenerationOnce() throws StoreException {
    EntryStore.Claim first = store().claim(key, "one", MINUTE, List.of(tag, tag + "-2"), budget());
    EntryStore.Claim second = store().claim(key, "two", MINUTE, List.of(tag, tag + "-2"), budget());

    assertThat(first.generations()).containsOnlyKeys(tag, tag + "-2");
    assertThat(first.generations().values()).doesNotHaveDuplicates();
    assertThat(second.generations()).isEqualTo(first.generations());
    assertThat(store().find(key, Set.of(tag, tag + "-2"), owner, budget()).generations())
        .isEqualTo(first.generations());
  }

  @Test
  void release_byTheHolder_letsAnotherClaim() throws StoreException {
    assertThat(claim("one", MINUTE).held()).isTrue();

    store().release(key, "one", budget());

    assertThat(claim("two", MINUTE).held()).isTrue();
  }

  @Test
  void release_byAnother_changesNothing() throws StoreException {
    assertThat(claim("one", MINUTE).held()).isTrue();

    store().release(key, "two", budget());

    assertThat(claim("two", MINUTE).held()).isFalse();
  }

  @Test
  void invalidate_knownTag_changesItsGenerationAlone() throws StoreException {
    EntryStore.Claim before = store().claim(key, "one", MINUTE, List.of(tag, tag + "-2"), budget());

    store().invalidate(tag, budget());
    EntryStore.Claim after = store().claim(key, "one", MINUTE, List.of(tag, tag + "-2"), budget());

    assertThat(after.generations().get(tag)).isNotEqualTo(before.generations().get(tag));
    assertThat(after.generations().get(tag + "-2")).isEqualTo(before.generations().get(tag + "-2"));
  }

  @Test
  void invalidate_unknownTag_doesNothing() throws StoreException {
    store().invalidate(tag, budget());

    assertThat(store().find(key, Set.of(tag), owner, budget()).generations()).isEmpty();
  }

  @Test
  void close_usedAgain_opensAgain() throws StoreException {
    store().keep(key, "1".getBytes(UTF_8), MINUTE, owner, null, budget());

    store().close();

    assertThat(store().find(key, Set.of(), owner, budget()).entry()).isNotNull();
  }

  private EntryStore.Claim claim(String holder, Duration lease) throws StoreException {
    return store().claim(key, holder, lease, Set.of(), budget());
  }
}
