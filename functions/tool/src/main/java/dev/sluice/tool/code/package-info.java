/** Tools written in Java: plain functions on records. */
@NullMarked
package dev.sluice.tool.code;

import org.jspecify.annotations.NullMarked;
