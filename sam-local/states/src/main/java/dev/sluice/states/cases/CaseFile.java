package dev.sluice.states.cases;

import dev.sluice.states.machine.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of cases, in the form that {@code statemachines/README.md} tells.
 *
 * @param machine the state machine's file
 * @param substitutions what its <code>${Name}</code> stand for
 */
public record CaseFile(Path machine, Map<String, String> substitutions, List<MachineCase> cases) {
  /** What the names of such files end in. */
  public static final String SUFFIX = ".cases.json";

  /** Reads a file; the machine's is beside it. */
  public static CaseFile read(Path file) throws IOException {
    JsonNode json = JsonMapper.shared().readTree(Files.readString(file));
    CaseReader.onlyFields(json, file.toString(), Set.of("machine", "substitutions", "cases"));
    Map<String, String> substitutions = new LinkedHashMap<>();
    json.path("substitutions")
        .properties()
        .forEach(entry -> substitutions.put(entry.getKey(), entry.getValue().asString()));
    List<MachineCase> cases = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode one : json.path("cases")) {
      MachineCase read = CaseReader.read(one);
      if (!names.add(read.name())) {
        throw new IllegalArgumentException(
            file + ": there are two cases '" + read.name() + "': name them apart");
      }
      cases.add(read);
    }
    return new CaseFile(file.resolveSibling(json.path("machine").asString()), substitutions, cases);
  }

  /** The machine that the cases are of. */
  public StateMachine stateMachine() throws IOException {
    return StateMachine.read(machine, substitutions);
  }
}
