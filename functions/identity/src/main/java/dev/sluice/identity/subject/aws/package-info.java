/** Keys of subjects in DynamoDB: in identity, only here is the AWS SDK known. */
@NullMarked
package dev.sluice.identity.subject.aws;

import org.jspecify.annotations.NullMarked;
