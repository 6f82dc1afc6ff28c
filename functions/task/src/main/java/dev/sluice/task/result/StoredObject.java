package dev.sluice.task.result;

import java.time.Instant;

/**
 * What a store tells of an object without showing it.
 *
 * @param key its name
 * @param bytes its size
 * @param storedAt when, by the store's clock
 */
public record StoredObject(String key, long bytes, Instant storedAt) {}
