/** The names and units of every metric, log field and span, and a sink for them. */
@NullMarked
package dev.sluice.telemetry;

import org.jspecify.annotations.NullMarked;
