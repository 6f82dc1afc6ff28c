/** The cloud: one CDK app that deploys all of it, and what checks its templates. */
@NullMarked
package dev.sluice.cdk;

import org.jspecify.annotations.NullMarked;
