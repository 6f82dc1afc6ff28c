/**
 * Lambda authorizer of API Gateway: a request in, a Principal or a refusal out. It stands outside
 * the VPC, and is the only function that speaks to an issuer.
 */
@NullMarked
package dev.sluice.function.authorizer;

import org.jspecify.annotations.NullMarked;
