/** Drafts a catalogue from a live database: its relations, and a handful of tools. */
@NullMarked
package dev.sluice.draft;

import org.jspecify.annotations.NullMarked;
