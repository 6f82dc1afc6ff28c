/**
 * The names and units of every metric, log field and span, a sink for them, and the call they are
 * in.
 */
@NullMarked
package dev.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
