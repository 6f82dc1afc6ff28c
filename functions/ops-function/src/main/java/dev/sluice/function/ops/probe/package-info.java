/** What is deployed, looked at from outside. */
@NullMarked
package dev.sluice.function.ops.probe;

import org.jspecify.annotations.NullMarked;
