/** Tasks in DynamoDB and executions in Step Functions: only here is the AWS SDK known. */
@NullMarked
package dev.sluice.task.aws;

import org.jspecify.annotations.NullMarked;
