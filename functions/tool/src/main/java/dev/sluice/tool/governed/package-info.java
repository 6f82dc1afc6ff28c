/** What SQL may do under a catalogue, whoever wrote it. */
@NullMarked
package dev.sluice.tool.governed;

import org.jspecify.annotations.NullMarked;
