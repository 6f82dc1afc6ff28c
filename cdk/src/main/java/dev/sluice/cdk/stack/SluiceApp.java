package dev.sluice.cdk.stack;

import dev.sluice.alarms.AlarmSet;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Place;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NIST80053R5Checks;
import io.github.cdklabs.cdknag.ServerlessChecks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.Validations;

/** The one place where an environment becomes an app: for deployments and for tests alike. */
public final class SluiceApp {
  private SluiceApp() {}

  /**
   * An app that is ready to be synthesized. Nothing is asked of the network, and the same plan and
   * the same zips make the same bytes.
   *
   * @param alarms every alarm there is
   * @param root the working copy, in which the deployment zips are built
   * @param out the folder for the templates
   * @param reported whether NIST 800-53 R5 is told too, which has no gate
   */
  public static App of(Deployment plan, AlarmSet alarms, Path root, Path out, boolean reported) {
    App app =
        App.Builder.create()
            .outdir(out.toString())
            .analyticsReporting(false)
            .treeMetadata(false)
            .context(context(plan.place(), root))
            .build();
    DataStack data = new DataStack(app, "Data", props(plan, "data", plan.place().region()), plan);
    new ServiceStack(
        app, "Service", props(plan, "service", plan.place().region()), plan, data, alarms, root);
    if (plan.keeping().copyRegion() != null) {
      new CopiesStack(app, "Copies", props(plan, "copies", plan.keeping().copyRegion()), plan);
    }
    Tags.of(app)
        .add(
            "sluice",
            plan.name(),
            // Newer than cfn-lint's schema, and nothing that costs.
            TagProps.builder()
                .excludeResourceTypes(List.of("AWS::ApplicationAutoScaling::ScalableTarget"))
                .build());
    Acknowledged.in(app, plan);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    if (reported) {
      Validations.of(app).addPlugins(new NIST80053R5Checks(app));
    }
    return app;
  }

  private static StackProps props(Deployment plan, String part, String region) {
    return StackProps.builder()
        .stackName(plan.named(part))
        .description("Sluice, " + plan.name() + ": " + part)
        .env(Environment.builder().account(plan.place().account()).region(region).build())
        .terminationProtection(plan.keeping().afterDeletion())
        .build();
  }

  /** The feature flags, and the zones, which would otherwise be looked up in the account. */
  private static Map<String, Object> context(Place place, Path root) {
    Map<String, Object> context = new LinkedHashMap<>(FeatureFlags.in(root));
    context.put(
        "availability-zones:account=" + place.account() + ":region=" + place.region(),
        place.zones());
    return context;
  }
}
