/** Reads and checks what the owner of a database declared, and says where it is wrong. */
@NullMarked
package dev.sluice.catalog;

import org.jspecify.annotations.NullMarked;
