/** The stacks and what they are made of: small constructs, each with ids that stay. */
@NullMarked
package dev.sluice.cdk.stack;

import org.jspecify.annotations.NullMarked;
