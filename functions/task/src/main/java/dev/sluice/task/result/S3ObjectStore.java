package dev.sluice.task.result;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A bucket of S3, or of a server that speaks as S3 does. Safe for use by several threads. It opens
 * no connection before the first call.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Without a byte. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration ATTEMPT = Duration.ofSeconds(12);

  private final S3Settings settings;
  private final S3Client client;
  private final S3Presigner presigner;

  /** With credentials that are asked for each call, so that they may change. */
  public S3ObjectStore(S3Settings settings, AwsCredentialsProvider credentials) {
    this.settings = settings;
    Region region = Region.of(settings.region());
    boolean pathStyle = settings.endpoint() != null;
    S3ClientBuilder building =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .forcePathStyle(pathStyle)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(Duration.ofSeconds(MOST_SECONDS))
                        .apiCallAttemptTimeout(ATTEMPT));
    S3Presigner.Builder signing =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(pathStyle).build());
    if (settings.endpoint() != null) {
      building.endpointOverride(settings.endpoint());
      signing.endpointOverride(settings.endpoint());
    }
    this.client = building.build();
    this.presigner = signing.build();
  }

  @Override
  public void put(String key, byte[] content, String type) throws ObjectStoreException {
    ObjectChecks.key(key);
    ObjectChecks.content(key, content);
    PutObjectRequest.Builder request =
        PutObjectRequest.builder().bucket(settings.bucket()).key(key).contentType(type);
    switch (settings.encryption()) {
      case S3Settings.Encryption.AsBucket _ -> {}
      case S3Settings.Encryption.Managed _ ->
          request.serverSideEncryption(ServerSideEncryption.AES256);
      case S3Settings.Encryption.Kms(String kms) ->
          request
              .serverSideEncryption(ServerSideEncryption.AWS_KMS)
              .ssekmsKeyId(kms)
              .bucketKeyEnabled(true);
    }
    done("put " + key, () -> client.putObject(request.build(), RequestBody.fromBytes(content)));
  }

  @Override
  public Optional<byte[]> get(String key, int mostBytes) throws ObjectStoreException {
    ObjectChecks.key(key);
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(settings.bucket()).key(key).build();
    Optional<byte[]> content =
        done(
            "get " + key,
            () -> {
              try {
                return Optional.of(client.getObject(request, upTo(mostBytes)));
              } catch (NoSuchKeyException e) {
                return Optional.empty();
              }
            });
    if (content.isPresent() && content.get().length > mostBytes) {
      throw new ObjectStoreException(
          "get " + key + ": it has more than " + mostBytes + " bytes", null);
    }
    return content;
  }

  /** All of an object, or one byte more than it may have. */
  private static <T> ResponseTransformer<T, byte[]> upTo(int mostBytes) {
    return (_, stream) -> {
      byte[] content = read(stream, mostBytes + 1);
      if (content.length > mostBytes) {
        stream.abort();
      }
      return content;
    };
  }

  private static byte[] read(InputStream stream, int most) throws IOException {
    return stream.readNBytes(most);
  }

  @Override
  public List<StoredObject> list(String prefix, @Nullable String after, int most)
      throws ObjectStoreException {
    ObjectChecks.count(most);
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder().bucket(settings.bucket()).prefix(prefix).startAfter(after);
    List<StoredObject> objects = new ArrayList<>();
    ListObjectsV2Response page;
    do {
      page = page(request.maxKeys(most - objects.size()).build());
      page.contents().stream()
          .map(object -> new StoredObject(object.key(), object.size(), object.lastModified()))
          .forEach(objects::add);
      request.continuationToken(page.nextContinuationToken());
    } while (page.isTruncated() && objects.size() < most);
    return objects;
  }

  @Override
  public List<String> folders(@Nullable String after, int most) throws ObjectStoreException {
    ObjectChecks.count(most);
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(settings.bucket())
            .delimiter("/")
            .startAfter(after == null ? null : after + ResultKeys.BEHIND_FOLDER);
    List<String> folders = new ArrayList<>();
    ListObjectsV2Response page;
    do {
      page = page(request.maxKeys(most - folders.size()).build());
      page.commonPrefixes().stream()
          .map(CommonPrefix::prefix)
          .map(prefix -> prefix.substring(0, prefix.length() - 1))
          .forEach(folders::add);
      request.continuationToken(page.nextContinuationToken());
    } while (page.isTruncated() && folders.size() < most);
    return folders;
  }

  private ListObjectsV2Response page(ListObjectsV2Request request) throws ObjectStoreException {
    ListObjectsV2Response page =
        done("list " + request.prefix(), () -> client.listObjectsV2(request));
    if (page.isTruncated() == null) {
      throw new ObjectStoreException("list " + request.prefix() + ": the answer was empty", null);
    }
    return page;
  }

  @Override
  public void delete(Collection<String> keys) throws ObjectStoreException {
    List<ObjectIdentifier> objects = new ArrayList<>();
    for (String key : keys) {
      ObjectChecks.key(key);
      objects.add(ObjectIdentifier.builder().key(key).build());
    }
    for (int from = 0; from < objects.size(); from += MOST_AT_ONCE) {
      List<ObjectIdentifier> some =
          objects.subList(from, Math.min(from + MOST_AT_ONCE, objects.size()));
      String what = "delete " + some.getFirst().key() + " and " + (some.size() - 1) + " more";
      DeleteObjectsResponse response =
          done(
              what,
              () ->
                  client.deleteObjects(
                      request ->
                          request
                              .bucket(settings.bucket())
                              .delete(delete -> delete.objects(some).quiet(true))));
      if (response.hasErrors() && !response.errors().isEmpty()) {
        var first = response.errors().getFirst();
        throw new ObjectStoreException(
            what + ": " + first.key() + " was not deleted: " + first.code(), null);
      }
    }
  }

  @Override
  public URI link(String key, Duration validFor) throws ObjectStoreException {
    ObjectChecks.key(key);
    ObjectChecks.validity(validFor);
    return done(
        "link to " + key,
        () -> {
          try {
            return presigner
                .presignGetObject(
                    presign ->
                        presign
                            .signatureDuration(validFor)
                            .getObjectRequest(get -> get.bucket(settings.bucket()).key(key)))
                .url()
                .toURI();
          } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK makes URIs", e);
          }
        });
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }

  /** What is asked of the SDK. */
  @FunctionalInterface
  private interface Asked<T> {
    T run();
  }

  private static <T> T done(String what, Asked<T> asked) throws ObjectStoreException {
    try {
      return asked.run();
    } catch (SdkException e) {
      throw new ObjectStoreException(what + ": " + e.getMessage(), e);
    }
  }
}
