package dev.sluice.protocol;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that a caller may see and call. Implementations are safe for use by several threads.
 */
public interface Tools {

  /** The tools that the caller may see, always in the same order. */
  List<ToolDescriptor> list(Call call);

  /** The tool of a name; empty when the caller may not see one. */
  Optional<Tool> find(String name, Call call);

  /** One tool. */
  @FunctionalInterface
  interface Tool {

    /**
     * Runs the tool.
     *
     * @param arguments not yet checked; not to be changed
     * @throws ToolException when it cannot do its work
     */
    ToolResult call(ObjectNode arguments, Call call);
  }
}
