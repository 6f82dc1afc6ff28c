package dev.sluice.protocol.feature;

import dev.sluice.protocol.wire.ServerInfo;
import org.jspecify.annotations.Nullable;

/**
 * All that a server offers.
 *
 * @param info who answers
 * @param instructions for the model, on how to use it all; null for none
 * @param tools what can be called
 * @param resources what can be read; null when there are none
 * @param prompts what can be asked for; null when there are none
 * @param completions what arguments can be completed; null when none can
 * @param tasks what runs on after its call was answered; null when nothing does
 * @param door whom it lets in
 */
public record Features(
    ServerInfo info,
    @Nullable String instructions,
    Tools tools,
    @Nullable Resources resources,
    @Nullable Prompts prompts,
    @Nullable Completions completions,
    @Nullable Tasks tasks,
    Door door) {

  /** The same, open to every caller. */
  public Features(
      ServerInfo info,
      @Nullable String instructions,
      Tools tools,
      @Nullable Resources resources,
      @Nullable Prompts prompts,
      @Nullable Completions completions,
      @Nullable Tasks tasks) {
    this(info, instructions, tools, resources, prompts, completions, tasks, _ -> {});
  }

  /** Tools alone. */
  public static Features of(ServerInfo info, Tools tools) {
    return new Features(info, null, tools, null, null, null, null);
  }
}
