package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache;

/** What each function is told from outside: every variable that its code reads and that differs. */
final class Variables {
  private final Deployment plan;
  private final DataStack data;

  Variables(Deployment plan, DataStack data) {
    this.plan = plan;
    this.data = data;
  }

  Map<String, String> mcp() {
    Map<String, String> variables = reader();
    variables.put("SLUICE_SUBJECTS_TABLE", plan.named("subjects"));
    return variables;
  }

  Map<String, String> task() {
    return reader();
  }

  Map<String, String> sweep() {
    return tasks();
  }

  Map<String, String> erase() {
    Map<String, String> variables = tasks();
    variables.putAll(cache());
    variables.put("SLUICE_SUBJECTS_TABLE", plan.named("subjects"));
    variables.put("SLUICE_ERASURES_TABLE", plan.named("erasures"));
    variables.put("SLUICE_SWITCHES_TABLE", plan.named("switches"));
    variables.put("SLUICE_SECRETS_PREFIX", Secrets.prefix(plan));
    return variables;
  }

  Map<String, String> invalidate() {
    return cache();
  }

  Map<String, String> probe(Api api) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SLUICE_PROBE_URL", api.endpoint());
    // By name: the alias is the business of releases.
    variables.put("SLUICE_PROBE_FUNCTION", plan.named(Duty.MCP.name()) + ":" + DutyFunction.LIVE);
    return variables;
  }

  Map<String, String> check(DutyFunction mcp) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SLUICE_NEW_VERSION", mcp.function().getCurrentVersion().getFunctionArn());
    return variables;
  }

  Map<String, String> authorizer(Api api) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SLUICE_ISSUER", plan.issuer().issuer());
    variables.put("SLUICE_ISSUER_KEYS_URL", plan.issuer().keysUrl());
    variables.put("SLUICE_RESOURCE", api.endpoint());
    variables.put("SLUICE_TOKEN_FORM", plan.issuer().tokenForm());
    if (plan.issuer().tenantClaim() != null) {
      variables.put("SLUICE_TENANT_CLAIM", plan.issuer().tenantClaim());
    }
    String stage = api.stage();
    if (stage != null) {
      variables.put("SLUICE_STAGE", stage);
    }
    return variables;
  }

  private Map<String, String> tasks() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SLUICE_TASKS_TABLE", plan.named("tasks"));
    variables.put("SLUICE_TASKS_BUCKET", Stores.resultsName(plan));
    variables.put("SLUICE_TASKS_STATE_MACHINE", Machine.Kind.TASK.machineArn(plan));
    return variables;
  }

  private Map<String, String> reader() {
    Map<String, String> variables = tasks();
    switch (plan.database()) {
      case DatabasePlan.Created _ -> {
        Database database = Objects.requireNonNull(data.database());
        variables.put("SLUICE_REPLICA_URLS", database.replicaUrl());
        variables.put("SLUICE_PRIMARY_URL", database.primaryUrl());
        variables.put("SLUICE_DATABASE_IAM_USER", DatabasePlan.READER);
      }
      case DatabasePlan.Existing existing -> {
        variables.put("SLUICE_REPLICA_URLS", String.join(" ", existing.replicaUrls()));
        variables.put("SLUICE_PRIMARY_URL", existing.primaryUrl());
        variables.put("SLUICE_CREDENTIALS_SECRET", Secrets.prefix(plan) + Secrets.READER);
      }
    }
    variables.put("SLUICE_CONNECTIONS", String.valueOf(plan.sizes().connectionsPerKind()));
    variables.put("SLUICE_SECRETS_PREFIX", Secrets.prefix(plan));
    variables.put("SLUICE_SWITCHES_TABLE", plan.named("switches"));
    variables.putAll(cache());
    return variables;
  }

  private Map<String, String> cache() {
    CfnServerlessCache cache = data.stores().cache();
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(
        "SLUICE_CACHE_URL",
        "rediss://" + cache.getAttrEndpointAddress() + ":" + cache.getAttrEndpointPort());
    variables.put("SLUICE_CACHE_CLUSTER", "true");
    variables.put("SLUICE_CACHE_IAM_USER", plan.named("cache"));
    variables.put("SLUICE_CACHE_NAME", plan.named("cache"));
    variables.put("SLUICE_CACHE_SERVERLESS", "true");
    return variables;
  }
}
