/**
 * Durable tasks: what is stored of each, whose turn it is, the steps that a state machine calls,
 * and what a task came to.
 */
@NullMarked
package dev.sluice.task;

import org.jspecify.annotations.NullMarked;
