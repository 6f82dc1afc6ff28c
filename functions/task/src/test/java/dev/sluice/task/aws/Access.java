package dev.sluice.task.aws;

import dev.sluice.task.Backend;
import java.net.URI;

/** How tests speak to what plays DynamoDB. */
final class Access {
  private Access() {}

  static AwsAccess to(URI endpoint) {
    return new AwsAccess(
        "eu-west-1",
        endpoint,
        () -> new AwsAccess.Keys(Backend.ACCESS_KEY, Backend.SECRET_KEY, null));
  }
}
