/** The role that reads: what it must be given, and what it must not have. */
@NullMarked
package dev.sluice.data.role;

import org.jspecify.annotations.NullMarked;
