/** Tools declared in the catalogue: checked once, then asked. */
@NullMarked
package dev.sluice.tool.declared;

import org.jspecify.annotations.NullMarked;
