package dev.sluice.cdk.plan;

import java.util.List;

/**
 * The environments there are. Who deploys Sluice edits this file: accounts, issuer, host, mail
 * address, address of the runbooks; what stands here of those is made up, and {@code ./sluice
 * deploy} refuses it.
 */
public final class Deployments {
  private static final String MAIL = "sluice@example.com";
  private static final String RUNBOOKS = "https://git.example.com/sluice/blob/main/runbooks";
  private static final String REGION = "eu-central-1";
  private static final List<String> ZONES =
      List.of("eu-central-1a", "eu-central-1b", "eu-central-1c");

  /** For trying: costs next to nothing while nobody calls. */
  public static final Deployment DEV =
      new Deployment(
          "dev",
          new Place("000000000001", REGION, ZONES),
          new NetworkPlan.Created("10.20.0.0/16", 1),
          new DatabasePlan.Created(0, 1, 0, 0, 180),
          new Sizes(1769, 10, 20, 2, 1, 1, 50),
          issuer("dev"),
          new Front.Bare(),
          new Release.AllAtOnce(),
          new Keeping(14, 1, null, false),
          MAIL,
          50,
          new Watch.Nobody());

  /** As prod, smaller: what is released is released here first. */
  public static final Deployment STAGING =
      new Deployment(
          "staging",
          new Place("000000000002", REGION, ZONES),
          new NetworkPlan.Created("10.21.0.0/16", 2),
          new DatabasePlan.Created(0.5, 4, 1, 1, 800),
          new Sizes(1769, 40, 60, 5, 1, 1, 200),
          issuer("staging"),
          new Front.Domain(
              "mcp.staging.example.com",
              "arn:aws:acm:eu-central-1:000000000002:certificate/00000000-0000-0000-0000-000000000000"),
          new Release.Canary(10, 5),
          new Keeping(30, 7, null, true),
          MAIL,
          500,
          new Watch.OnCall(RUNBOOKS));

  /** With a database of its own. */
  public static final Deployment PROD =
      new Deployment(
          "prod",
          new Place("000000000003", REGION, ZONES),
          new NetworkPlan.Created("10.22.0.0/16", 3),
          new DatabasePlan.Created(1, 8, 2, 5, 1600),
          new Sizes(1769, 200, 300, 20, 1, 5, 500),
          issuer("prod"),
          new Front.Domain(
              "mcp.example.com",
              "arn:aws:acm:eu-central-1:000000000003:certificate/00000000-0000-0000-0000-000000000000"),
          new Release.Canary(10, 15),
          new Keeping(365, 35, "eu-west-1", true),
          MAIL,
          2500,
          new Watch.OnCall(RUNBOOKS));

  /**
   * Prod before a database that is there already, in its network: the usual case. An example to
   * start from, and held to the same tests.
   */
  public static final Deployment ATTACHED =
      new Deployment(
          "attached",
          new Place("000000000004", REGION, ZONES),
          new NetworkPlan.Existing(
              "vpc-00000000000000000",
              List.of(
                  "subnet-00000000000000001",
                  "subnet-00000000000000002",
                  "subnet-00000000000000003")),
          new DatabasePlan.Existing(
              List.of(
                  "jdbc:postgresql://{server_id}.abcdefghijkl.eu-central-1.rds.amazonaws.com/shop"
                      + "?sslmode=verify-full&sslrootcert=/opt/rds/global-bundle.pem"),
              "jdbc:postgresql://shop.cluster-abcdefghijkl.eu-central-1.rds.amazonaws.com/shop"
                  + "?sslmode=verify-full&sslrootcert=/opt/rds/global-bundle.pem",
              "sg-00000000000000000",
              1600),
          PROD.sizes(),
          issuer("attached"),
          new Front.Domain(
              "mcp.attached.example.com",
              "arn:aws:acm:eu-central-1:000000000004:certificate/00000000-0000-0000-0000-000000000000"),
          PROD.release(),
          PROD.keeping(),
          MAIL,
          1500,
          new Watch.OnCall(RUNBOOKS));

  /** All of them. */
  public static final List<Deployment> ALL = List.of(DEV, STAGING, PROD, ATTACHED);

  private Deployments() {}

  /** The one of a name. Throws {@link IllegalArgumentException} with the names there are. */
  public static Deployment named(String name) {
    return ALL.stream()
        .filter(deployment -> deployment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no environment '"
                        + name
                        + "': write one of "
                        + String.join(", ", ALL.stream().map(Deployment::name).toList())));
  }

  private static Issuer issuer(String name) {
    String issuer = "https://login." + name + ".example.com";
    return new Issuer(issuer, issuer + "/.well-known/jwks.json", "at_jwt", "tenant");
  }
}
