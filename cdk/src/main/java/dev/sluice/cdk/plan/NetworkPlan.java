package dev.sluice.cdk.plan;

import java.util.List;

/** Which network functions and data are in. */
public sealed interface NetworkPlan {

  /**
   * One of its own: isolated subnets over three zones, with no way out but endpoints.
   *
   * @param cidr its addresses
   * @param endpointZones in how many zones each interface endpoint is, 1 to 3; each costs by the
   *     hour
   */
  record Created(String cidr, int endpointZones) implements NetworkPlan {
    /** Throws {@link IllegalArgumentException}. */
    public Created {
      if (endpointZones < 1 || endpointZones > 3) {
        throw new IllegalArgumentException("zones of endpoints: " + endpointZones + ", not 1 to 3");
      }
    }
  }

  /**
   * That of a database that is there already. Its endpoints for S3, DynamoDB, Secrets Manager and
   * Step Functions are its owner's business.
   *
   * @param vpc its id
   * @param subnets ids of private subnets for functions and cache, in the order of the zones
   */
  record Existing(String vpc, List<String> subnets) implements NetworkPlan {
    /** Copies the list. */
    public Existing {
      subnets = List.copyOf(subnets);
    }
  }
}
