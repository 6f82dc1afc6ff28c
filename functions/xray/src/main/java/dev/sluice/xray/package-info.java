/** Traces of calls to X-Ray, by its recorder. */
@NullMarked
package dev.sluice.xray;

import org.jspecify.annotations.NullMarked;
