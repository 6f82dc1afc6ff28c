/** What every tool that reads rows answers with. */
@NullMarked
package dev.sluice.tool.answer;

import org.jspecify.annotations.NullMarked;
