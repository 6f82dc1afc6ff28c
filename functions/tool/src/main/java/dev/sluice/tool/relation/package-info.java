/** What a caller can learn of the relations that exist for Sluice: tools, resources, completion. */
@NullMarked
package dev.sluice.tool.relation;

import org.jspecify.annotations.NullMarked;
