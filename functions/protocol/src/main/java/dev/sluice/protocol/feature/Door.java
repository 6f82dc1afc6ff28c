package dev.sluice.protocol.feature;

import dev.sluice.call.Call;

/** Asked at each request, whatever its method. Safe for use by several threads. */
@FunctionalInterface
public interface Door {

  /**
   * Lets a caller in.
   *
   * @throws dev.sluice.protocol.ProtocolException when it may not come in
   */
  void enter(Call call);
}
