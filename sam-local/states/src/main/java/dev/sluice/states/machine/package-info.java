/** State machines as their files say: read, checked, and refused where they cannot be run. */
@NullMarked
package dev.sluice.states.machine;

import org.jspecify.annotations.NullMarked;
