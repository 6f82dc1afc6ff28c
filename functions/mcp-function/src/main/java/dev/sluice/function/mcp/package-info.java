/** Lambda's side of MCP: an API Gateway event in, an MCP answer out. The only place that wires. */
@NullMarked
package dev.sluice.function.mcp;

import org.jspecify.annotations.NullMarked;
