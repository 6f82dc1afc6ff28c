package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.constructs.Construct;

/** What a month may cost, and who is told before it does. */
final class Spending extends Construct {
  Spending(Construct scope, String id, Deployment plan) {
    super(scope, id);
    CfnBudget.Builder.create(this, "Month")
        .budget(
            CfnBudget.BudgetDataProperty.builder()
                .budgetName(plan.named("month"))
                .budgetType("COST")
                .timeUnit("MONTHLY")
                .budgetLimit(
                    CfnBudget.SpendProperty.builder()
                        .amount(plan.monthlyBudgetUsd())
                        .unit("USD")
                        .build())
                .costFilters(Map.of("TagKeyValue", List.of("user:sluice$" + plan.name())))
                .build())
        .notificationsWithSubscribers(
            List.of(told(plan, "ACTUAL", 80), told(plan, "FORECASTED", 100)))
        .build();
  }

  private static CfnBudget.NotificationWithSubscribersProperty told(
      Deployment plan, String kind, int percent) {
    return CfnBudget.NotificationWithSubscribersProperty.builder()
        .notification(
            CfnBudget.NotificationProperty.builder()
                .comparisonOperator("GREATER_THAN")
                .notificationType(kind)
                .threshold(percent)
                .thresholdType("PERCENTAGE")
                .build())
        .subscribers(
            List.of(
                CfnBudget.SubscriberProperty.builder()
                    .subscriptionType("EMAIL")
                    .address(plan.mail())
                    .build()))
        .build();
  }
}
