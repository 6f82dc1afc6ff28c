/** Statements out of a grammar, and what they must not change: for tests and for the bench. */
@NullMarked
package dev.sluice.attacks.fuzz;

import org.jspecify.annotations.NullMarked;
