/** What goes over the wire, as records whose components are the fields of the protocol. */
@NullMarked
package dev.sluice.protocol.wire;

import org.jspecify.annotations.NullMarked;
