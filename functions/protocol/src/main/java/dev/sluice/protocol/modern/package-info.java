/** The stateless revision 2026-07-28. */
@NullMarked
package dev.sluice.protocol.modern;

import org.jspecify.annotations.NullMarked;
