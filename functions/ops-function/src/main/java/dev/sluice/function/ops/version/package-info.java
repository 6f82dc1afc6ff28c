/** A version of the function that answers, asked as API Gateway asks it. */
@NullMarked
package dev.sluice.function.ops.version;

import org.jspecify.annotations.NullMarked;
