package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.backup.BackupPlan;
import software.amazon.awscdk.services.backup.BackupPlanCopyActionProps;
import software.amazon.awscdk.services.backup.BackupPlanRule;
import software.amazon.awscdk.services.backup.BackupResource;
import software.amazon.awscdk.services.backup.BackupSelectionOptions;
import software.amazon.awscdk.services.backup.BackupVault;
import software.amazon.awscdk.services.backup.IBackupVault;
import software.amazon.awscdk.services.events.CronOptions;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.iam.IManagedPolicy;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * A backup each night, kept under a key of ours, and copied to another region where one is named.
 */
final class Backups extends Construct {
  private static final int HOUR_UTC = 2;
  private static final Duration START_WINDOW = Duration.hours(1);
  private static final Duration COMPLETION_WINDOW = Duration.hours(6);

  Backups(Construct scope, String id, Deployment plan, IKey key, List<BackupResource> resources) {
    super(scope, id);
    BackupVault vault = vault(this, plan, key);
    IManagedPolicy policy =
        ManagedPolicy.fromAwsManagedPolicyName("service-role/AWSBackupServiceRolePolicyForBackup");
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("backup.amazonaws.com"))
            .description("Makes backups")
            .managedPolicies(List.of(policy))
            .build();
    BackupPlan nightly =
        BackupPlan.Builder.create(this, "Nightly")
            .backupPlanName(plan.named("nightly"))
            .backupVault(vault)
            .backupPlanRules(List.of(rule(plan, vault)))
            .build();
    nightly.addSelection(
        "Kept",
        BackupSelectionOptions.builder()
            .backupSelectionName(plan.named("kept"))
            .resources(resources)
            .role(role)
            .build());
  }

  /** A vault whose name can be told in another region. */
  static BackupVault vault(Construct scope, Deployment plan, IKey key) {
    return BackupVault.Builder.create(scope, "Vault")
        .backupVaultName(plan.named("vault"))
        .encryptionKey(key)
        .blockRecoveryPointDeletion(plan.keeping().afterDeletion())
        .removalPolicy(Keys.removal(plan))
        .build();
  }

  private BackupPlanRule rule(Deployment plan, BackupVault vault) {
    Duration kept = Duration.days(plan.keeping().backupDays());
    BackupPlanRule.Builder builder =
        BackupPlanRule.Builder.create()
            .ruleName("nightly")
            .backupVault(vault)
            .scheduleExpression(
                Schedule.cron(
                    CronOptions.builder().hour(String.valueOf(HOUR_UTC)).minute("0").build()))
            .startWindow(START_WINDOW)
            .completionWindow(COMPLETION_WINDOW)
            .deleteAfter(kept);
    @Nullable String region = plan.keeping().copyRegion();
    if (region != null) {
      IBackupVault copies =
          BackupVault.fromBackupVaultArn(
              this,
              "Copies",
              "arn:aws:backup:"
                  + region
                  + ":"
                  + plan.place().account()
                  + ":backup-vault:"
                  + plan.named("vault"));
      builder.copyActions(
          List.of(
              BackupPlanCopyActionProps.builder()
                  .destinationBackupVault(copies)
                  .deleteAfter(kept)
                  .build()));
    }
    return builder.build();
  }
}
