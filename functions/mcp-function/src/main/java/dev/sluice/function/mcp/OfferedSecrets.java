package dev.sluice.function.mcp;

import dev.sluice.call.secret.Secrets;

/**
 * What keys come from: those of whoever starts this application otherwise than Lambda does, or
 * those that the environment names.
 *
 * @param secrets that are not read while a snapshot is primed
 */
record OfferedSecrets(Secrets secrets) {}
