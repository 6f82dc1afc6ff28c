/** The steps that a state machine calls: each may be called again, and has one effect. */
@NullMarked
package dev.sluice.task.step;

import org.jspecify.annotations.NullMarked;
