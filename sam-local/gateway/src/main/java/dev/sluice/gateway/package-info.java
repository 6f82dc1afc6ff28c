/** API Gateway on one machine, in front of the deployed handler; and the commands that use it. */
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
