package dev.sluice.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
  private static final String PATTERN = "jdbc:postgresql://{addresses_of:readers.internal}:5433/db";
  private static final Database NONE =
      (query, call) -> {
        throw new AssertionError("no database is asked");
      };

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void find_nameWithAddresses_isAReplicaForEach() {
    Members members =
        addresses(
            host -> {
              assertThat(host).isEqualTo("readers.internal");
              return new InetAddress[] {
                InetAddress.ofLiteral("10.0.0.8"), InetAddress.ofLiteral("fd00::9")
              };
            });
    assertThat(members.find(NONE, call()))
        .containsEntry("10.0.0.8", "jdbc:postgresql://10.0.0.8:5433/db")
        .containsEntry("fd00:0:0:0:0:0:0:9", "jdbc:postgresql://[fd00:0:0:0:0:0:0:9]:5433/db")
        .hasSize(2);
  }

  @Test
  void find_nameUnknown_saysThatNothingIsKnown() {
    Members members =
        addresses(
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatThrownBy(() -> members.find(NONE, call()))
        .isInstanceOf(DataException.Unavailable.class);
  }

  @Test
  void find_lookUpHangs_isGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    Members members =
        addresses(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    long startNanos = System.nanoTime();
    assertThatThrownBy(() -> members.find(NONE, call()))
        .isInstanceOf(DataException.Unavailable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
  }

  @Test
  void isTimeToSeek_askedByMany_isTrueForOneEveryTenSeconds() {
    Fleet fleet = fleet("jdbc:postgresql://one/db", PATTERN);
    assertThat(fleet.isTimeToSeek()).isTrue();
    assertThat(fleet.isTimeToSeek()).isFalse();
    now = now.plus(Fleet.BETWEEN);
    assertThat(fleet.isTimeToSeek()).isTrue();
    now = now.minus(Duration.ofHours(1));
    assertThat(fleet.isTimeToSeek()).as("a clock that was set back").isTrue();
  }

  @Test
  void replace_someFound_takeTheNamedOnesPlaceAndThoseKnownStay() {
    Fleet fleet = fleet("jdbc:postgresql://one/db", PATTERN);
    assertThat(names(fleet)).containsExactly("replica-1");
    fleet.replace(Map.of());
    assertThat(names(fleet)).containsExactly("replica-1");
    fleet.replace(new TreeMap<>(Map.of("a", "jdbc:a", "b", "jdbc:b")));
    assertThat(names(fleet)).containsExactlyInAnyOrder("a", "b");
    Server b = server(fleet, "b");
    b.outage().failed();
    fleet.replace(new TreeMap<>(Map.of("b", "jdbc:b", "c", "jdbc:c")));
    assertThat(names(fleet)).containsExactly("c", "b");
    assertThat(server(fleet, "b")).as("what is known of it is kept").isSameAs(b);
    fleet.close();
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://{server_id}.x/db, nobody to ask",
    "jdbc:postgresql://{server_id}.x/db jdbc:postgresql://{addresses_of:y}/db, two URLs stand for"
  })
  void settings_patternsThatCannotWork_areRefused(String urls, String told) {
    assertThatThrownBy(() -> new Settings(List.of(urls.split(" ", -1)), null, 1, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(told);
  }

  private static Members addresses(Members.Addresses.Resolver resolver) {
    return new Members.Addresses(PATTERN, "readers.internal", resolver);
  }

  private Fleet fleet(String... urls) {
    Credentials credentials = () -> new Credentials.Login("nobody", "");
    return new Fleet(
        new Settings(List.of(urls), null, 1, 1_000),
        new DatabaseLogin.Kept(credentials),
        () -> now);
  }

  private static List<String> names(Fleet fleet) {
    return fleet.inOrder().stream().map(server -> server.source().server()).toList();
  }

  private static Server server(Fleet fleet, String name) {
    return fleet.inOrder().stream()
        .filter(server -> server.source().server().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Call call() {
    return new Call(
        Principal.LOCAL, Deadline.after(Duration.ofSeconds(5), () -> now), Reference.next());
  }
}
