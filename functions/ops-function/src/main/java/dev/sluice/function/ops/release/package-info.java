/** Whether a version may have traffic. */
@NullMarked
package dev.sluice.function.ops.release;

import org.jspecify.annotations.NullMarked;
