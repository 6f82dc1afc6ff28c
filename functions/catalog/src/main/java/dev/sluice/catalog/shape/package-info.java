/** What the database makes of a catalogue: derived by a check, kept in the lock, compared later. */
@NullMarked
package dev.sluice.catalog.shape;

import org.jspecify.annotations.NullMarked;
