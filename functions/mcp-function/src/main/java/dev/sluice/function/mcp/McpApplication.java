package dev.sluice.function.mcp;

import dev.sluice.call.Environment;
import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.Secrets;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.data.Replicas;
import dev.sluice.identity.audit.AuditSink;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.audit.FileAuditSink;
import dev.sluice.identity.audit.StreamAuditSink;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.SubjectKeys;
import dev.sluice.identity.subject.aws.DynamoDbSubjectKeys;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.feature.Features;
import dev.sluice.secret.SecretSources;
import dev.sluice.sql.Judge;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.ProblemsOnly;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.control.Control;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Wires the house: one way for a call, from the event down to the replicas. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class McpApplication {
  /** The name of the bean that answers. */
  static final String FUNCTION = "mcp";

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  FunctionSettings functionSettings() {
    return FunctionSettings.read(Environment.ofProcess());
  }

  @Bean
  SnapshotTelemetry telemetry(FunctionSettings settings, InstantSource clock) {
    String version = Environment.ofProcess().functionVersion();
    Telemetry rehearsal =
        new EmfTelemetry(new PrintStream(OutputStream.nullOutputStream()), clock, version);
    return new SnapshotTelemetry(
        Telemetry.ofFunction(settings.problemsOnly(), version, clock),
        settings.problemsOnly() ? new ProblemsOnly(rehearsal) : rehearsal);
  }

  @Bean
  OfferedSecrets secrets(
      ObjectProvider<Secrets> others, InstantSource clock, SnapshotTelemetry telemetry) {
    Secrets named =
        others.getIfAvailable(() -> SecretSources.of(Environment.ofProcess(), clock, telemetry));
    return new OfferedSecrets(
        new SnapshotSecrets(named, new MemorySecrets(clock), telemetry::isRehearsing));
  }

  @Bean
  Replicas replicas(
      FunctionSettings settings,
      OfferedSecrets secrets,
      InstantSource clock,
      SnapshotTelemetry telemetry) {
    return new Replicas(settings.database(), settings.login(), secrets.secrets(), clock, telemetry);
  }

  @Bean
  AnswerCache answerCache(
      FunctionSettings settings,
      OfferedSecrets secrets,
      InstantSource clock,
      SnapshotTelemetry telemetry) {
    return AnswerCache.of(settings, secrets.secrets(), clock, telemetry);
  }

  @Bean
  Audit audit(
      FunctionSettings settings,
      ObjectProvider<AuditSink> sinks,
      InstantSource clock,
      SnapshotTelemetry telemetry) {
    String table = settings.subjectsTable();
    SubjectKeys keys =
        table == null
            ? null
            : new DynamoDbSubjectKeys(
                AwsAccess.of(Environment.ofProcess(), "AWS_ENDPOINT_URL_DYNAMODB").dynamoDb(),
                table);
    Path file = settings.auditFile();
    AuditSink sink =
        sinks.getIfAvailable(
            () -> file == null ? new StreamAuditSink(System.out) : new FileAuditSink(file));
    return new Audit(new Pseudonyms(keys, clock, telemetry), new AuditTrail(sink));
  }

  @Bean
  ConnectionLifecycle connectionLifecycle(
      Replicas replicas, AnswerCache cache, Audit audit, InstantSource clock) {
    return new ConnectionLifecycle(
        replicas,
        () -> {
          cache.disconnect().run();
          audit.forget();
        },
        clock);
  }

  @Bean
  Judge judge() {
    return new Judge();
  }

  @Bean
  OfferedTasks tasks(FunctionSettings settings, InstantSource clock, SnapshotTelemetry telemetry) {
    return OfferedTasks.of(settings, clock, telemetry);
  }

  @Bean
  CatalogServers servers(
      FunctionSettings settings,
      Replicas replicas,
      AnswerCache cache,
      Judge judge,
      OfferedTasks tasks,
      OfferedSecrets secrets,
      InstantSource clock,
      SnapshotTelemetry telemetry) {
    return new CatalogServers(
        settings,
        replicas,
        cache.cache(),
        judge,
        tasks.offer(),
        new Control(
            cache.ledger(),
            SwitchSettings.switches(settings.switches(), clock, telemetry),
            clock,
            telemetry),
        secrets.secrets(),
        clock,
        telemetry);
  }

  @Bean(FUNCTION)
  Function<Message<InputStream>, Message<byte[]>> function(
      CatalogServers servers,
      ObjectProvider<ServerSource> sources,
      ObjectProvider<Features> others,
      Replicas replicas,
      AnswerCache cache,
      SnapshotTelemetry telemetry,
      Audit audit,
      InstantSource clock,
      FunctionSettings settings) {
    ServerSource source =
        sources.getIfAvailable(
            () -> {
              Features features = others.getIfAvailable();
              McpServer server = features == null ? servers.make() : servers.of(features);
              return () -> server;
            });
    return new McpFunction(
        source,
        telemetry,
        clock,
        settings.stranger(),
        audit,
        () -> {
          replicas.disconnect();
          cache.disconnect().run();
        });
  }
}
