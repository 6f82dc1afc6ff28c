/** What an operator has switched off, without a release. */
@NullMarked
package dev.sluice.control.off;

import org.jspecify.annotations.NullMarked;
