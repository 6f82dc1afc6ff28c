/** What a check learns from the database: statements, plans, relations, statistics. */
@NullMarked
package dev.sluice.data.inspect;

import org.jspecify.annotations.NullMarked;
