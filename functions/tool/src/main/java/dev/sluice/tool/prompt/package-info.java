/** Prompts declared in the catalogue. */
@NullMarked
package dev.sluice.tool.prompt;

import org.jspecify.annotations.NullMarked;
