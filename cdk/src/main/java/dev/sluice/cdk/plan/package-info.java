/** What an environment is to be, in types: where, how large, who is let in, what is kept. */
@NullMarked
package dev.sluice.cdk.plan;

import org.jspecify.annotations.NullMarked;
