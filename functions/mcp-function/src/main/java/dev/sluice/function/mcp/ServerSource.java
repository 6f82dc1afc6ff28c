package dev.sluice.function.mcp;

import dev.sluice.protocol.McpServer;
import java.util.function.Supplier;

/**
 * What answers a call, asked at every call: where a catalogue may change while it is served, a bean
 * of this type says so. Safe for use by several threads, and quick.
 */
@FunctionalInterface
public interface ServerSource extends Supplier<McpServer> {}
