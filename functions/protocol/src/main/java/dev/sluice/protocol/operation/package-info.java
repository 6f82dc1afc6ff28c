/** What each method does, once for both eras. */
@NullMarked
package dev.sluice.protocol.operation;

import org.jspecify.annotations.NullMarked;
