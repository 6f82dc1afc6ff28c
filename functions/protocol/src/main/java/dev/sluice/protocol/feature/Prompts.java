package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.PromptDescriptor;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The prompts that a caller may see. Implementations are safe for use by several threads. */
public interface Prompts {

  /** The prompts that the caller may see, always in the same order, their names all different. */
  List<PromptDescriptor> list(Call call);

  /** The prompt of a name; empty when the caller may not see one. */
  Optional<Prompt> find(String name, Call call);

  /**
   * One prompt.
   *
   * @param descriptor what is said of it
   * @param handler makes it
   */
  record Prompt(PromptDescriptor descriptor, Handler handler) {}

  /** Makes a prompt of arguments, the required ones all there. */
  @FunctionalInterface
  interface Handler {
    /** The prompt; the arguments are not to be changed. */
    PromptOutcome get(ObjectNode arguments, Exchange exchange);
  }
}
