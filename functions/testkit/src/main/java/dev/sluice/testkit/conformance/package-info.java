/**
 * What the official suite, and real clients, expect a server under test to offer. The texts are the
 * suite's own: each of its scenarios says what it wants.
 */
@NullMarked
package dev.sluice.testkit.conformance;

import org.jspecify.annotations.NullMarked;
