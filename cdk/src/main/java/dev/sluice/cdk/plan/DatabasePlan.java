package dev.sluice.cdk.plan;

import java.util.List;

/** Which database is read. */
public sealed interface DatabasePlan {
  /** The role that reads, as {@code ./sluice grant-script} makes it. */
  String READER = "sluice_reader";

  /** As parameter group or owner have it. */
  int maxConnections();

  /**
   * How many of them are for functions: three of five. More than they open at once, since
   * environments of a version that was replaced are frozen with theirs for a while.
   */
  default int mostConnections() {
    return maxConnections() * 3 / 5;
  }

  /**
   * An Aurora PostgreSQL cluster of its own, Serverless v2, whose reader is let in by IAM.
   *
   * @param leastCapacity in ACU; 0 pauses after five minutes without a connection
   * @param mostCapacity in ACU
   * @param readers beside the writer
   * @param mostReaders to which autoscaling may go; as many as {@code readers} for none
   * @param maxConnections of each instance, set in its parameter group: no more than what Aurora's
   *     own formula gives an instance of {@code mostCapacity}
   */
  record Created(
      double leastCapacity, int mostCapacity, int readers, int mostReaders, int maxConnections)
      implements DatabasePlan {
    /** Throws {@link IllegalArgumentException}. */
    public Created {
      if (mostReaders < readers || mostReaders > 15) {
        throw new IllegalArgumentException(
            "most readers: " + mostReaders + ", not " + readers + " to 15");
      }
    }
  }

  /**
   * One that is there already: Aurora or RDS. Its reader's password is in a secret.
   *
   * @param replicaUrls JDBC URLs, as {@code SLUICE_REPLICA_URLS} takes them
   * @param primaryUrl JDBC URL, as {@code SLUICE_PRIMARY_URL} takes it
   * @param securityGroup its id; the functions are let in there
   * @param maxConnections of each server, as {@code show max_connections} says
   */
  record Existing(
      List<String> replicaUrls, String primaryUrl, String securityGroup, int maxConnections)
      implements DatabasePlan {
    /** Copies the list. */
    public Existing {
      replicaUrls = List.copyOf(replicaUrls);
    }
  }
}
