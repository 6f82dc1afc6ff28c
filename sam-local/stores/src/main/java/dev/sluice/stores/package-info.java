/** DynamoDB and S3 on one machine, as a process of their own. */
@NullMarked
package dev.sluice.stores;

import org.jspecify.annotations.NullMarked;
