/** Figures and faults: the deployed function against real servers, measured side by side. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
