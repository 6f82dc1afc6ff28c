/** An issuer of access tokens, good and bad ones, made without the library that checks them. */
@NullMarked
package dev.sluice.testkit.tokens;

import org.jspecify.annotations.NullMarked;
