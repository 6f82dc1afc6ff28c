package dev.sluice.cdk.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigateway.CfnAccount;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * That API Gateway may write logs. It is one setting for an account and region, and so one
 * environment an account.
 */
final class Account extends Construct {
  Account(Construct scope, String id) {
    super(scope, id);
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
            .description("Writes the logs of API Gateway")
            .inlinePolicies(
                Map.of(
                    "Logs",
                    PolicyDocument.Builder.create()
                        .statements(
                            List.of(
                                PolicyStatement.Builder.create()
                                    .sid("Logs")
                                    .actions(
                                        List.of(
                                            "logs:CreateLogGroup",
                                            "logs:CreateLogStream",
                                            "logs:DescribeLogGroups",
                                            "logs:DescribeLogStreams",
                                            "logs:PutLogEvents",
                                            "logs:GetLogEvents",
                                            "logs:FilterLogEvents"))
                                    .resources(List.of("*"))
                                    .build()))
                        .build()))
            .build();
    CfnAccount.Builder.create(this, "Logs").cloudWatchRoleArn(role.getRoleArn()).build();
  }
}
