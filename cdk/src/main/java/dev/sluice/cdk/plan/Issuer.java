package dev.sluice.cdk.plan;

import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are taken; each part is the variable of the authorizer that README.md describes.
 *
 * @param issuer {@code SLUICE_ISSUER}
 * @param keysUrl {@code SLUICE_ISSUER_KEYS_URL}
 * @param tokenForm {@code SLUICE_TOKEN_FORM}
 * @param tenantClaim {@code SLUICE_TENANT_CLAIM}; null where there are no tenants
 */
public record Issuer(
    String issuer, String keysUrl, String tokenForm, @Nullable String tenantClaim) {}
