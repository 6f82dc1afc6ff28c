/**
 * Answers kept for whoever may have the same one: keys, expiry, single flight, tags, and stores.
 */
@NullMarked
package dev.sluice.cache;

import org.jspecify.annotations.NullMarked;
