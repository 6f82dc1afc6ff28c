/** Node and programs from the npm registry, pinned, installed once, and run to their end. */
@NullMarked
package dev.sluice.npm;

import org.jspecify.annotations.NullMarked;
