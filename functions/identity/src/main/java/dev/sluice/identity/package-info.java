/** Who calls: an access token in, a Principal or a reason out. */
@NullMarked
package dev.sluice.identity;

import org.jspecify.annotations.NullMarked;
