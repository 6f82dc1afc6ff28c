/** Cases of state machines: what functions answer, and what must come of it. */
@NullMarked
package dev.sluice.states.cases;

import org.jspecify.annotations.NullMarked;
