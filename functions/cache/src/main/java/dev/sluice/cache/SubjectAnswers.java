package dev.sluice.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.data.Rows;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers that are kept for one subject alone. Erasing takes the generation of the subject's
 * tag away, by which all of them are worthless at once, and then each of them by the subject's
 * list. Safe for use by several threads.
 */
final class SubjectAnswers implements SubjectData {
  /** What one flight may take: nobody waits for an answer. */
  private static final int FLIGHT_MILLIS = 5_000;

  private static final int MOST_AT_ONCE = 500;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final RedisFlights flights;
  private final InstantSource clock;

  SubjectAnswers(RedisFlights flights, InstantSource clock) {
    this.flights = flights;
    this.clock = clock;
  }

  @Override
  public String store() {
    return "answers";
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    try {
      long count = 0;
      for (String subject : subjects(whose)) {
        Object reply =
            one(
                RedisCommand.of(
                    Command.ZCOUNT, RedisKeys.ofSubject(subject), clock.millis(), "+inf"));
        count += reply instanceof Long number ? number : 0;
      }
      return count;
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    try {
      for (String subject : subjects(whose)) {
        // First, so that what somebody reads just now is not kept to be found.
        one(RedisCommand.of(Command.DEL, RedisKeys.ofTag(Question.subjectTag(subject))));
        eraseListed(subject, deadline);
      }
      for (String key : keys(whose)) {
        one(RedisCommand.of(Command.DEL, key));
      }
    } catch (StoreException e) {
      throw failed(e);
    }
  }

  /** One file, {@code answers.json}: of each answer, whose data it shows and its rows. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    ArrayNode all = JSON.createArrayNode();
    try {
      for (String key : listed(whose.hash(), 0, -1)) {
        Object bytes = one(RedisCommand.of(Command.GET, RedisKeys.ofEntry(key)));
        EntryCodec.read(bytes instanceof byte[] entry ? entry : null)
            .filter(entry -> clock.instant().isBefore(entry.hard()))
            .ifPresent(entry -> all.add(json(entry)));
      }
    } catch (StoreException e) {
      throw failed(e);
    }
    export.put("answers.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
  }

  private static ObjectNode json(Entry entry) {
    ObjectNode json = JSON.createObjectNode();
    json.put("as_of", entry.asOf().toString());
    json.put("kept_until", entry.hard().toString());
    ArrayNode rows = json.putArray("rows");
    Rows shown = entry.rows();
    shown
        .rows()
        .forEach(
            cells -> {
              ObjectNode row = rows.addObject();
              for (int i = 0; i < cells.size(); i++) {
                row.set(shown.columns().get(i).name(), cells.get(i));
              }
            });
    return json;
  }

  private void eraseListed(String subject, Deadline deadline)
      throws StoreException, SubjectDataException {
    String list = RedisKeys.ofSubject(subject);
    List<String> some = listed(subject, 0, MOST_AT_ONCE - 1);
    while (!some.isEmpty()) {
      if (deadline.expired()) {
        throw new SubjectDataException("not all answers were erased in time", null);
      }
      List<RedisCommand> commands = new ArrayList<>();
      for (String key : some) {
        commands.add(RedisCommand.of(Command.DEL, RedisKeys.ofEntry(key)));
        commands.add(RedisCommand.of(Command.DEL, RedisKeys.ofLease(key)));
      }
      var _ = flights.fly(commands, FLIGHT_MILLIS);
      // Afterwards, so that one who is killed in between finds them again.
      one(RedisCommand.of(Command.ZREM, list, some.toArray()));
      some = listed(subject, 0, MOST_AT_ONCE - 1);
    }
  }

  private List<String> listed(String subject, int from, int to) throws StoreException {
    Object reply = one(RedisCommand.of(Command.ZRANGE, RedisKeys.ofSubject(subject), from, to));
    List<String> keys = new ArrayList<>();
    if (reply instanceof List<?> list) {
      list.forEach(key -> keys.add(key instanceof byte[] bytes ? new String(bytes, UTF_8) : ""));
    }
    return keys;
  }

  /** The hashes of all that are meant, of whom there is anything. */
  private Set<String> subjects(Subjects whose) throws StoreException {
    Optional<Subject> only = whose.only();
    if (only.isPresent()) {
      return Set.of(only.get().hash());
    }
    Set<String> subjects = new TreeSet<>();
    for (String key : keys(whose)) {
      RedisKeys.subjectIn(key).ifPresent(subjects::add);
    }
    return subjects;
  }

  /** The keys that hold the hash of one of them. */
  private List<String> keys(Subjects whose) throws StoreException {
    List<String> keys = new ArrayList<>();
    for (String key : flights.scan(RedisKeys.PATTERN, FLIGHT_MILLIS)) {
      if (RedisKeys.subjectIn(key).filter(hash -> whose.include(hash, Instant.EPOCH)).isPresent()) {
        keys.add(key);
      }
    }
    return keys;
  }

  private @Nullable Object one(RedisCommand command) throws StoreException {
    return flights.fly(List.of(command), FLIGHT_MILLIS).getFirst();
  }

  private static SubjectDataException failed(StoreException e) {
    return new SubjectDataException("answers: " + e.getMessage(), e);
  }
}
