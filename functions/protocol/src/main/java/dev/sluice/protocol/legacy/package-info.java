/** The revisions before 2026-07-28, which begin with {@code initialize}. */
@NullMarked
package dev.sluice.protocol.legacy;

import org.jspecify.annotations.NullMarked;
