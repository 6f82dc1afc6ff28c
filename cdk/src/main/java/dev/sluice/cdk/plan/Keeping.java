package dev.sluice.cdk.plan;

import org.jspecify.annotations.Nullable;

/**
 * What is kept, and for how long.
 *
 * @param logDays of every log group, one of the numbers that CloudWatch knows
 * @param backupDays of backups
 * @param copyRegion where backups are copied to; null for nowhere
 * @param afterDeletion whether tables, buckets, keys and the database outlive their stack, and are
 *     protected against being deleted
 */
public record Keeping(
    int logDays, int backupDays, @Nullable String copyRegion, boolean afterDeletion) {}
