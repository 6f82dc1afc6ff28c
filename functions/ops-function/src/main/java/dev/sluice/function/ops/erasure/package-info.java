/** Erasure of what is held on a subject: requests, steps, receipts, and what is erased again. */
@NullMarked
package dev.sluice.function.ops.erasure;

import org.jspecify.annotations.NullMarked;
