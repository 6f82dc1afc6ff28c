package dev.sluice.control.off;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The switches that name a subject. Such a switch is of a name, whatever its tenant, so it goes
 * with the first subject of that name that is erased, and whoever shall stay out must lose its
 * grants at the issuer. Safe for use by several threads.
 */
public final class SubjectSwitches implements SubjectData {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SwitchStore store;

  /**
   * Over all switches.
   *
   * @param store stays the caller's
   */
  public SubjectSwitches(SwitchStore store) {
    this.store = store;
  }

  @Override
  public String store() {
    return "switches";
  }

  @Override
  public long count(Subjects whose, Deadline deadline) throws SubjectDataException {
    return of(whose).size();
  }

  @Override
  public void erase(Subjects whose, Deadline deadline) throws SubjectDataException {
    for (Switch one : of(whose)) {
      try {
        var _ = store.remove(one.target());
      } catch (SwitchStoreException e) {
        throw failed(e);
      }
    }
  }

  /** One file, {@code switches.json}, where there is a switch. */
  @Override
  public void export(Subject whose, Export export, Deadline deadline)
      throws SubjectDataException, IOException {
    ArrayNode all = JSON.createArrayNode();
    for (Switch one : of(Subjects.only(whose))) {
      all.addObject()
          .put("target", one.target().toString())
          .put("why", one.why())
          .put("since", one.since().toString());
    }
    if (!all.isEmpty()) {
      export.put("switches.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    }
  }

  private List<Switch> of(Subjects whose) throws SubjectDataException {
    List<Switch> found = new ArrayList<>();
    try {
      for (Switch one : store.all(READ_LIMIT)) {
        if (one.target().kind() == Target.Kind.PRINCIPAL
            && whose.include(Subject.nameHash(one.target().name()), one.since())) {
          found.add(one);
        }
      }
      return found;
    } catch (SwitchStoreException e) {
      throw failed(e);
    }
  }

  private static SubjectDataException failed(SwitchStoreException e) {
    return new SubjectDataException("switches: " + e.getMessage(), e);
  }
}
