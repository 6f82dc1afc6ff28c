package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.wafv2.CfnIPSet;
import software.amazon.awscdk.services.wafv2.CfnLoggingConfiguration;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/** WAF before the API: how often, how large, and what is known to be bad. */
final class Firewall extends Construct {
  /** Of one address in five minutes, and one in ten of what the API takes of all. */
  private static final int RATE_WINDOW_SECONDS = 300;

  /** What WAF looks at of a body, at most; what is longer is not let through unseen. */
  private static final int BODY_BYTES = 65_536;

  /**
   * Rules that look into bodies for what a legitimate statement or argument may hold: text with
   * tags, paths, addresses. The body is judged by its own grammar; these are only counted.
   */
  private static final List<String> COUNTED =
      List.of(
          "SizeRestrictions_BODY",
          "CrossSiteScripting_BODY",
          "GenericLFI_BODY",
          "GenericRFI_BODY",
          "EC2MetaDataSSRF_BODY",
          "NoUserAgent_HEADER");

  Firewall(Construct scope, String id, Deployment plan, Logs logs, Api api) {
    super(scope, id);
    CfnIPSet blocked =
        CfnIPSet.Builder.create(this, "Blocked")
            .name(plan.named("blocked"))
            .description("Filled by hand in an attack: runbooks/requests-blocked.md")
            .scope("REGIONAL")
            .ipAddressVersion("IPV4")
            .addresses(List.of())
            .build();
    List<Object> rules = new ArrayList<>();
    rules.add(addresses(0, blocked));
    rules.add(bodySize(1));
    rules.add(rate(2, Math.max(100, plan.sizes().requestsPerSecond() * RATE_WINDOW_SECONDS / 10)));
    rules.add(managed(3, "AWSManagedRulesAmazonIpReputationList", List.of()));
    rules.add(managed(4, "AWSManagedRulesKnownBadInputsRuleSet", List.of()));
    rules.add(managed(5, "AWSManagedRulesCommonRuleSet", COUNTED));
    CfnWebACL acl =
        CfnWebACL.Builder.create(this, "Acl")
            .name(plan.named("api"))
            .scope("REGIONAL")
            .defaultAction(
                CfnWebACL.DefaultActionProperty.builder()
                    .allow(CfnWebACL.AllowActionProperty.builder().build())
                    .build())
            // What the metrics of all rules together go by; it is no dimension of theirs otherwise.
            .visibilityConfig(visible(plan.named("api")))
            .associationConfig(
                CfnWebACL.AssociationConfigProperty.builder()
                    .requestBody(
                        Map.of(
                            "API_GATEWAY",
                            CfnWebACL.RequestBodyAssociatedResourceTypeConfigProperty.builder()
                                .defaultSizeInspectionLimit("KB_64")
                                .build()))
                    .build())
            .rules(rules)
            .build();
    CfnWebACLAssociation.Builder.create(this, "BeforeApi")
        .resourceArn(api.rest().getDeploymentStage().getStageArn())
        .webAclArn(acl.getAttrArn())
        .build();
    // The name's beginning is WAF's demand.
    LogGroup log = logs.group(this, "Log", "aws-waf-logs-" + plan.named("api"));
    CfnLoggingConfiguration.Builder.create(this, "Logging")
        .resourceArn(acl.getAttrArn())
        .logDestinationConfigs(
            List.of(
                api.stack()
                    .formatArn(
                        software.amazon.awscdk.ArnComponents.builder()
                            .service("logs")
                            .resource("log-group")
                            .resourceName(log.getLogGroupName())
                            .arnFormat(software.amazon.awscdk.ArnFormat.COLON_RESOURCE_NAME)
                            .build())))
        .redactedFields(
            List.of(
                CfnLoggingConfiguration.FieldToMatchProperty.builder()
                    .singleHeader(Map.of("Name", "authorization"))
                    .build()))
        .build();
  }

  private static CfnWebACL.RuleProperty addresses(int priority, CfnIPSet blocked) {
    return rule("blocked-addresses", priority)
        .action(block())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .ipSetReferenceStatement(
                    CfnWebACL.IPSetReferenceStatementProperty.builder()
                        .arn(blocked.getAttrArn())
                        .build())
                .build())
        .build();
  }

  private static CfnWebACL.RuleProperty bodySize(int priority) {
    return rule("body-size", priority)
        .action(block())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .sizeConstraintStatement(
                    CfnWebACL.SizeConstraintStatementProperty.builder()
                        .fieldToMatch(
                            CfnWebACL.FieldToMatchProperty.builder()
                                .body(
                                    CfnWebACL.BodyProperty.builder()
                                        .oversizeHandling("MATCH")
                                        .build())
                                .build())
                        .comparisonOperator("GT")
                        .size(BODY_BYTES)
                        .textTransformations(
                            List.of(
                                CfnWebACL.TextTransformationProperty.builder()
                                    .priority(0)
                                    .type("NONE")
                                    .build()))
                        .build())
                .build())
        .build();
  }

  private static CfnWebACL.RuleProperty rate(int priority, int limit) {
    return rule("rate", priority)
        .action(block())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .rateBasedStatement(
                    CfnWebACL.RateBasedStatementProperty.builder()
                        .aggregateKeyType("IP")
                        .evaluationWindowSec(RATE_WINDOW_SECONDS)
                        .limit(limit)
                        .build())
                .build())
        .build();
  }

  private static CfnWebACL.RuleProperty managed(int priority, String group, List<String> counted) {
    return rule(group, priority)
        .overrideAction(CfnWebACL.OverrideActionProperty.builder().none(Map.of()).build())
        .statement(
            CfnWebACL.StatementProperty.builder()
                .managedRuleGroupStatement(
                    CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                        .vendorName("AWS")
                        .name(group)
                        .ruleActionOverrides(
                            counted.stream()
                                .map(
                                    name ->
                                        CfnWebACL.RuleActionOverrideProperty.builder()
                                            .name(name)
                                            .actionToUse(
                                                CfnWebACL.RuleActionProperty.builder()
                                                    .count(
                                                        CfnWebACL.CountActionProperty.builder()
                                                            .build())
                                                    .build())
                                            .build())
                                .toList())
                        .build())
                .build())
        .build();
  }

  private static CfnWebACL.RuleProperty.Builder rule(String name, int priority) {
    return CfnWebACL.RuleProperty.builder()
        .name(name)
        .priority(priority)
        .visibilityConfig(visible(name));
  }

  private static CfnWebACL.RuleActionProperty block() {
    return CfnWebACL.RuleActionProperty.builder()
        .block(CfnWebACL.BlockActionProperty.builder().build())
        .build();
  }

  private static CfnWebACL.VisibilityConfigProperty visible(String metric) {
    return CfnWebACL.VisibilityConfigProperty.builder()
        .cloudWatchMetricsEnabled(true)
        .metricName(metric)
        .sampledRequestsEnabled(false)
        .build();
  }
}
