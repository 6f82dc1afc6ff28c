/** What was done: one record a call, chained so that a removal shows, and never a value. */
@NullMarked
package dev.sluice.identity.audit;

import org.jspecify.annotations.NullMarked;
