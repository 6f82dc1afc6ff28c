/**
 * Judges the deployed handler, served with fixtures instead of a catalogue: by the official suite,
 * and in tests by real clients.
 */
@NullMarked
package dev.sluice.conformance;

import org.jspecify.annotations.NullMarked;
