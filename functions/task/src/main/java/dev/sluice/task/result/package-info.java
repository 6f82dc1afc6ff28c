/**
 * What tasks came to, where it is rows: stored in parts as they come, read back page by page or by
 * links, and cleared away.
 */
@NullMarked
package dev.sluice.task.result;

import org.jspecify.annotations.NullMarked;
