/**
 * Real servers on one machine: PostgreSQL with streaming replicas, and the TPC-H sample in it;
 * Redis, alone and in a cluster.
 */
@NullMarked
package dev.sluice.servers;

import org.jspecify.annotations.NullMarked;
