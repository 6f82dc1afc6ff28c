@NullMarked
package dev.sluice.alarms.paging;

import org.jspecify.annotations.NullMarked;
