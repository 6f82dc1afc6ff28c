/** Rows out of replicas: pools, session state, limits, deadlines. */
@NullMarked
package dev.sluice.data;

import org.jspecify.annotations.NullMarked;
