package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an environment. */
final class EnvironmentArgument implements ITypeConverter<Deployment> {
  @Override
  public Deployment convert(String name) {
    try {
      return Deployments.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
