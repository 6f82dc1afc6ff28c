/** Lambda: the steps that state machines call. */
@NullMarked
package dev.sluice.function.task;

import org.jspecify.annotations.NullMarked;
