/**
 * What a server offers: the ports behind which tools, resources, prompts, completions and tasks
 * stand. Knows nothing of revisions and their wire.
 */
@NullMarked
package dev.sluice.protocol.feature;

import org.jspecify.annotations.NullMarked;
