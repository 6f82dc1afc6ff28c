/**
 * The words that every other module shares: who calls, until when, under which reference, and what
 * a relation is called.
 */
@NullMarked
package dev.sluice.call;

import org.jspecify.annotations.NullMarked;
