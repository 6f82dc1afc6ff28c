/** Ad-hoc SQL. */
@NullMarked
package dev.sluice.tool.query;

import org.jspecify.annotations.NullMarked;
