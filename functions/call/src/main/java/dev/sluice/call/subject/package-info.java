/** Whose data something is, and the port by which each room finds, erases and hands it out. */
@NullMarked
package dev.sluice.call.subject;

import org.jspecify.annotations.NullMarked;
