package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.NetworkPlan;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SecurityGroupImportOptions;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * Where functions and data are, and who may reach whom: there is no way to or from the internet,
 * and every rule names a group, not addresses.
 */
final class Network extends Construct {
  private static final String FUNCTIONS = "Functions";
  private static final String DATA = "Data";
  private static final int HTTPS = 443;
  private static final int POSTGRESQL = 5432;
  private static final int CACHE_WRITES = 6379;
  private static final int CACHE_READS = 6380;

  private final IVpc vpc;
  private final SubnetSelection functionSubnets;
  private final SubnetSelection dataSubnets;
  private final SecurityGroup functions;
  private final SecurityGroup cache;
  private final ISecurityGroup database;

  Network(Construct scope, String id, Deployment plan, Logs logs) {
    super(scope, id);
    switch (plan.network()) {
      case NetworkPlan.Created created -> {
        vpc = created(created, plan, logs);
        functionSubnets = SubnetSelection.builder().subnetGroupName(FUNCTIONS).build();
        dataSubnets = SubnetSelection.builder().subnetGroupName(DATA).build();
      }
      case NetworkPlan.Existing existing -> {
        vpc =
            Vpc.fromVpcAttributes(
                this,
                "Vpc",
                VpcAttributes.builder()
                    .vpcId(existing.vpc())
                    .availabilityZones(plan.place().zones())
                    .isolatedSubnetIds(existing.subnets())
                    .build());
        functionSubnets = SubnetSelection.builder().subnets(vpc.getIsolatedSubnets()).build();
        dataSubnets = functionSubnets;
      }
    }
    functions = group("FunctionsGroup", "Functions of Sluice that read the database");
    cache = group("CacheGroup", "The cache of Sluice");
    database =
        switch (plan.database()) {
          case DatabasePlan.Created _ -> group("DatabaseGroup", "The database of Sluice");
          case DatabasePlan.Existing existing ->
              SecurityGroup.fromSecurityGroupId(
                  this,
                  "DatabaseGroup",
                  existing.securityGroup(),
                  SecurityGroupImportOptions.builder().allowAllOutbound(true).build());
        };
    allow(database, POSTGRESQL, "SQL");
    allow(cache, CACHE_WRITES, "Valkey, writes");
    allow(cache, CACHE_READS, "Valkey, reads");
    // No subnet has a route to the internet: what this reaches is S3's and DynamoDB's endpoints,
    // whose addresses AWS keeps in lists that have another id in each region.
    functions.addEgressRule(Peer.anyIpv4(), Port.tcp(HTTPS), "S3 and DynamoDB, by their endpoints");
    if (plan.network() instanceof NetworkPlan.Created created) {
      endpoints((Vpc) vpc, created, plan);
    }
  }

  IVpc vpc() {
    return vpc;
  }

  SubnetSelection functionSubnets() {
    return functionSubnets;
  }

  SubnetSelection dataSubnets() {
    return dataSubnets;
  }

  List<String> dataSubnetIds() {
    return vpc.selectSubnets(dataSubnets).getSubnets().stream().map(ISubnet::getSubnetId).toList();
  }

  SecurityGroup functions() {
    return functions;
  }

  SecurityGroup cache() {
    return cache;
  }

  ISecurityGroup database() {
    return database;
  }

  private Vpc created(NetworkPlan.Created created, Deployment plan, Logs logs) {
    return Vpc.Builder.create(this, "Vpc")
        .ipAddresses(IpAddresses.cidr(created.cidr()))
        .availabilityZones(plan.place().zones())
        .natGateways(0)
        // It would be emptied by a function of the CDK's own; nothing of ours is in it.
        .restrictDefaultSecurityGroup(false)
        .subnetConfiguration(List.of(isolated(FUNCTIONS, 22), isolated(DATA, 24)))
        .flowLogs(
            Map.of(
                "All",
                FlowLogOptions.builder()
                    .destination(
                        FlowLogDestination.toCloudWatchLogs(
                            logs.group(this, "FlowLog", "/sluice/" + plan.name() + "/flow")))
                    .trafficType(FlowLogTrafficType.ALL)
                    .build()))
        .build();
  }

  private static SubnetConfiguration isolated(String name, int cidrMask) {
    return SubnetConfiguration.builder()
        .name(name)
        .subnetType(SubnetType.PRIVATE_ISOLATED)
        .cidrMask(cidrMask)
        .build();
  }

  private void endpoints(Vpc created, NetworkPlan.Created network, Deployment plan) {
    gateway(created, "S3", GatewayVpcEndpointAwsService.S3, plan);
    gateway(created, "DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB, plan);
    SecurityGroup endpoints = group("EndpointsGroup", "Endpoints of AWS services");
    allow(endpoints, HTTPS, "AWS services");
    SubnetSelection some =
        SubnetSelection.builder()
            .subnets(
                created.selectSubnets(functionSubnets).getSubnets().stream()
                    .limit(network.endpointZones())
                    .toList())
            .build();
    endpoint(
        created, "Secrets", InterfaceVpcEndpointAwsService.SECRETS_MANAGER, endpoints, some, plan);
    endpoint(
        created, "States", InterfaceVpcEndpointAwsService.STEP_FUNCTIONS, endpoints, some, plan);
  }

  private static void gateway(
      Vpc created, String id, GatewayVpcEndpointAwsService service, Deployment plan) {
    GatewayVpcEndpoint endpoint =
        created.addGatewayEndpoint(
            id,
            GatewayVpcEndpointOptions.builder()
                .service(service)
                .subnets(List.of(SubnetSelection.builder().subnetGroupName(FUNCTIONS).build()))
                .build());
    endpoint.addToPolicy(ofThisAccount(plan));
  }

  private void endpoint(
      Vpc created,
      String id,
      InterfaceVpcEndpointAwsService service,
      SecurityGroup group,
      SubnetSelection subnets,
      Deployment plan) {
    InterfaceVpcEndpoint endpoint =
        InterfaceVpcEndpoint.Builder.create(this, id)
            .vpc(created)
            .service(service)
            .subnets(subnets)
            .securityGroups(List.of(group))
            .open(false)
            .privateDnsEnabled(true)
            .build();
    endpoint.addToPolicy(ofThisAccount(plan));
  }

  /** So that nobody carries data out to an account of his own. */
  private static PolicyStatement ofThisAccount(Deployment plan) {
    return PolicyStatement.Builder.create()
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of("*"))
        .resources(List.of("*"))
        .conditions(Map.of("StringEquals", Map.of("aws:PrincipalAccount", plan.place().account())))
        .build();
  }

  private SecurityGroup group(String id, String description) {
    return SecurityGroup.Builder.create(this, id)
        .vpc(vpc)
        .description(description)
        .allowAllOutbound(false)
        .build();
  }

  private void allow(ISecurityGroup to, int port, String what) {
    to.addIngressRule(functions, Port.tcp(port), what + " from functions");
    functions.addEgressRule(to, Port.tcp(port), what);
  }
}
