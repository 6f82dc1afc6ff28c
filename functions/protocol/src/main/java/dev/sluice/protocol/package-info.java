/**
 * MCP over one request and one response: (method, headers, body) in, (status, type, body) out.
 *
 * <p>{@link dev.sluice.protocol.McpServer} reads the request and hands it to the era it belongs to;
 * both eras speak to the same {@link dev.sluice.protocol.feature.Features}.
 */
@NullMarked
package dev.sluice.protocol;

import org.jspecify.annotations.NullMarked;
