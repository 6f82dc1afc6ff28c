package dev.sluice.states.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state machine in the Amazon States Language with JSONPath, checked so far that each of its
 * states can be run here. Immutable.
 *
 * @param name by which executions are started
 * @param graph its states
 * @param timeoutSeconds of an execution; null for none
 */
public record StateMachine(String name, Graph graph, @Nullable Integer timeoutSeconds) {
  /** What the names of files end in. */
  public static final String SUFFIX = ".asl.json";

  /** Step Functions quotas, "Maximum state machine definition size". */
  static final int MAX_DEFINITION_BYTES = 1024 * 1024;

  /**
   * Reads a file, whose name without {@value #SUFFIX} is the machine's.
   *
   * @param substitutions what <code>${Name}</code> stands for, by name
   * @throws MachineException with all that is wrong in it, or asks for what is not run here
   */
  public static StateMachine read(Path file, Map<String, String> substitutions) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    String name =
        fileName.endsWith(SUFFIX)
            ? fileName.substring(0, fileName.length() - SUFFIX.length())
            : fileName;
    if (Files.size(file) > MAX_DEFINITION_BYTES) {
      throw new MachineException(
          fileName, "has more than " + MAX_DEFINITION_BYTES + " bytes. Make two machines of it");
    }
    return parse(name, Files.readString(file), substitutions);
  }

  /**
   * Reads a machine from its text.
   *
   * @param substitutions what <code>${Name}</code> stands for, by name
   * @throws MachineException with all that is wrong in it, or asks for what is not run here
   */
  public static StateMachine parse(String name, String text, Map<String, String> substitutions) {
    return new MachineReader(name).read(Substitutions.fill(name + SUFFIX, text, substitutions));
  }
}
