/**
 * Whom records speak of: pseudonyms of callers, each under a key of that caller's own, so that what
 * was recorded of somebody can be cut off from them.
 */
@NullMarked
package dev.sluice.identity.subject;

import org.jspecify.annotations.NullMarked;
