package dev.sluice.secret;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/** The function's role, which Lambda gives in variables and, after a snapshot, over an endpoint. */
public final class RoleCredentials {
  private RoleCredentials() {}

  /** Asked anew for every request. */
  public static AwsCredentialsProvider provider() {
    return AwsCredentialsProviderChain.builder()
        .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .addCredentialsProvider(ContainerCredentialsProvider.create())
        // What gave keys before a snapshot need not give any after it.
        .reuseLastProviderEnabled(false)
        .build();
  }
}
