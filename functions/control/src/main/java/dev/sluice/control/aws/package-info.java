/** Switches in DynamoDB: only here does this room know the AWS SDK. */
@NullMarked
package dev.sluice.control.aws;

import org.jspecify.annotations.NullMarked;
