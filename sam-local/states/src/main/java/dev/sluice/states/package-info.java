/** Step Functions on one machine: executions of state machines, and an endpoint for AWS's SDKs. */
@NullMarked
package dev.sluice.states;

import org.jspecify.annotations.NullMarked;
