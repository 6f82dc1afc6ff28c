/** What callers may use up, what they have, and how it is measured. */
@NullMarked
package dev.sluice.control.budget;

import org.jspecify.annotations.NullMarked;
