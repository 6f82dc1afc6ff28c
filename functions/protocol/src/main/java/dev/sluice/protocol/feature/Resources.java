package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import dev.sluice.protocol.wire.ResourceDescriptor;
import dev.sluice.protocol.wire.ResourceTemplate;
import java.util.List;
import java.util.Optional;

/** The resources that a caller may see. Implementations are safe for use by several threads. */
public interface Resources {

  /** The resources that the caller may see, always in the same order, their URIs all different. */
  List<ResourceDescriptor> list(Call call);

  /** The templates of further resources, always in the same order, all different. */
  List<ResourceTemplate> templates(Call call);

  /** Reads a resource; empty when the caller may not see one of that URI. */
  Optional<ReadOutcome> read(String uri, Exchange exchange);
}
