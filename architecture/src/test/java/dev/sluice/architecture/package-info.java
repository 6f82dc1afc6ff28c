/** Tests that hold the arrows between modules, each with its reason. */
@NullMarked
package dev.sluice.architecture;

import org.jspecify.annotations.NullMarked;
