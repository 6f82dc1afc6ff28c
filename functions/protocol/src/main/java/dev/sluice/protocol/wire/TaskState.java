package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as it stands (extension {@code io.modelcontextprotocol/tasks}).
 *
 * @param taskId unguessable, and its caller's alone
 * @param status {@code working}, {@code input_required}, {@code completed}, {@code failed} or
 *     {@code cancelled}
 * @param statusMessage for people; null for none
 * @param createdAt ISO 8601
 * @param lastUpdatedAt ISO 8601
 * @param ttlMs how long it is kept from its creation on; null for ever
 * @param pollIntervalMs how often to ask
 * @param inputRequests what it needs; null unless it waits for that
 * @param result the tool's; null unless it is completed
 * @param error why it failed; null unless it did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskState(
    String taskId,
    String status,
    @Nullable String statusMessage,
    String createdAt,
    String lastUpdatedAt,
    @Nullable Long ttlMs,
    @Nullable Long pollIntervalMs,
    @Nullable Map<String, InputRequest> inputRequests,
    @Nullable JsonNode result,
    JsonRpcResponse.@Nullable Problem error) {}
