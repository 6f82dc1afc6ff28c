package dev.sluice.bench;

/**
 * What one turn of one kind of call came to.
 *
 * @param millis of the call in the middle of all, on the clock
 * @param cpuMillis of each call on average, in all processes that it went through
 */
record Turn(double millis, double cpuMillis) {}
