/** What a statement may do: PostgreSQL's own grammar, a policy, and a verdict. */
@NullMarked
package dev.sluice.sql;

import org.jspecify.annotations.NullMarked;
