package dev.sluice.protocol.wire;

import tools.jackson.databind.node.ObjectNode;

/**
 * Something that a client, or the person before it, must give first.
 *
 * @param method {@code elicitation/create}, {@code sampling/createMessage} or {@code roots/list}
 * @param params as the method wants them
 */
public record InputRequest(String method, ObjectNode params) {}
