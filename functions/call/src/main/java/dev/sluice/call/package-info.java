/** The words that every other module shares: who calls, until when, and under which reference. */
@NullMarked
package dev.sluice.call;

import org.jspecify.annotations.NullMarked;
