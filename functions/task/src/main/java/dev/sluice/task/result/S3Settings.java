package dev.sluice.task.result;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket, and how to reach it.
 *
 * @param bucket its name
 * @param region AWS's name of the region it is in
 * @param endpoint of a server that is not AWS's, whose buckets are in its paths; null for AWS
 * @param encryption of what is stored
 */
public record S3Settings(
    String bucket, String region, @Nullable URI endpoint, Encryption encryption) {

  /** How S3 encrypts what it stores. */
  public sealed interface Encryption {

    /** As the bucket says; AWS encrypts with keys of its own where it says nothing. */
    record AsBucket() implements Encryption {}

    /** With keys of S3's own: SSE-S3. */
    record Managed() implements Encryption {}

    /**
     * With a key of KMS: SSE-KMS, under the bucket's own data key.
     *
     * @param key its ARN
     */
    record Kms(String key) implements Encryption {}
  }
}
