package dev.sluice.protocol.feature;

import dev.sluice.protocol.wire.PromptResult;

/** What a request for a prompt came to. */
public sealed interface PromptOutcome permits PromptOutcome.Done, InputRequired {

  /**
   * The prompt.
   *
   * @param result what the client sees
   */
  record Done(PromptResult result) implements PromptOutcome {}
}
