/** What must not pass, and what must: attacks and legitimate analytics, as tests. */
@NullMarked
package dev.sluice.attacks;

import org.jspecify.annotations.NullMarked;
