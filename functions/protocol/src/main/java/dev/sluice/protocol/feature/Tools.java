package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tools that a caller may see and call. Implementations are safe for use by several threads.
 */
public interface Tools {

  /** The tools that the caller may see, always in the same order, their names all different. */
  List<Tool> list(Call call);

  /** The tool of a name; empty when the caller may not see one. */
  Optional<Tool> find(String name, Call call);

  /**
   * What a caller must hold to be given the tool of a name; empty where nothing is needed, or there
   * is no such tool.
   */
  default Set<String> scopes(String name) {
    return Set.of();
  }
}
