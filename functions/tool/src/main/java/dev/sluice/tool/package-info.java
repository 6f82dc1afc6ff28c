/** What {@code tools/call} reaches: the tools declared in the catalogue. */
@NullMarked
package dev.sluice.tool;

import org.jspecify.annotations.NullMarked;
