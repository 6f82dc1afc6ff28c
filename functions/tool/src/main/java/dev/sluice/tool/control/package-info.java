/** Tools and resources under budgets and switches. */
@NullMarked
package dev.sluice.tool.control;

import org.jspecify.annotations.NullMarked;
