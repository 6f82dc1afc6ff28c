/**
 * Stands around a function as AWS would: its Runtime API, its process, its events, a faulty wire.
 */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
