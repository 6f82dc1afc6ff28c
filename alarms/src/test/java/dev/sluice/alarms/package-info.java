@NullMarked
package dev.sluice.alarms;

import org.jspecify.annotations.NullMarked;
