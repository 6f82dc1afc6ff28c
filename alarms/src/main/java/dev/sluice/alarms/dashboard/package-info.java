/** Dashboards, made of the names of metrics and the thresholds of alarms. */
@NullMarked
package dev.sluice.alarms.dashboard;

import org.jspecify.annotations.NullMarked;
