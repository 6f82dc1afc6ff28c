/** Tools whose work outlives their call: starting it, following it, and what it came to. */
@NullMarked
package dev.sluice.tool.task;

import org.jspecify.annotations.NullMarked;
