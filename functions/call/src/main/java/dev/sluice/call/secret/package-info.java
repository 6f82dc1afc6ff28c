/** Secret keys: their names, their two live versions, and the port that they come from. */
@NullMarked
package dev.sluice.call.secret;

import org.jspecify.annotations.NullMarked;
