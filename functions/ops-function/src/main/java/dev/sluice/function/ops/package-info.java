/** Lambda: duties of operation, a handler each. */
@NullMarked
package dev.sluice.function.ops;

import org.jspecify.annotations.NullMarked;
