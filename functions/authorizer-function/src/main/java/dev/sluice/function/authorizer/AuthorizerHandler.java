package dev.sluice.function.authorizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Environment;
import dev.sluice.catalog.Catalog;
import dev.sluice.identity.IssuerSettings;
import dev.sluice.identity.ResourceMetadata;
import dev.sluice.identity.TokenCheck;
import dev.sluice.identity.audit.AuditSink;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.audit.FileAuditSink;
import dev.sluice.identity.audit.StreamAuditSink;
import dev.sluice.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SortedSet;
import java.util.TreeSet;
import org.crac.Core;
import org.crac.Resource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The authorizer that API Gateway calls. Plain Java: a token is checked in less time than a context
 * of Spring takes to start. Safe for use by several threads.
 */
public final class AuthorizerHandler implements RequestStreamHandler, Resource {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Enough for the JVM to compile what a token takes. */
  private static final int REHEARSALS = 200;

  private static final byte[] SAMPLE =
      """
      {"type": "REQUEST", "methodArn": "arn:aws:execute-api:::api/live/POST/mcp", "path": "/mcp",
       "multiValueHeaders": {"Authorization": ["Bearer e30.e30.AA"], "Mcp-Method": ["tools/call"]}}
      """
          .getBytes(UTF_8);

  private final TokenCheck check;
  private final Authorizer authorizer;
  private final Authorizer rehearsed;
  private final ResourceMetadata metadata;

  /** Starts the authorizer; Lambda's client needs this constructor. */
  public AuthorizerHandler() {
    this(AuthorizerSettings.read(Environment.ofProcess()), InstantSource.system());
    // Lambda's client holds the handler strongly; CRaC does not.
    Core.getGlobalContext().register(this);
  }

  AuthorizerHandler(AuthorizerSettings settings, InstantSource clock) {
    Telemetry telemetry =
        Telemetry.ofFunction(
            settings.problemsOnly(), Environment.ofProcess().functionVersion(), clock);
    ToolScopes scopes = ToolScopes.of(Catalog.readWithoutLock(settings.catalog()));
    metadata = metadata(settings, scopes);
    check = new TokenCheck(settings.issuer(), clock, telemetry);
    authorizer =
        new Authorizer(
            check,
            scopes,
            settings.issuer(),
            metadata,
            new Refusals(new AuditTrail(sink(settings)), clock, telemetry),
            telemetry);
    Telemetry nowhere = Telemetry.discarding();
    rehearsed =
        new Authorizer(
            check,
            scopes,
            settings.issuer(),
            metadata,
            new Refusals(new AuditTrail(_ -> {}), clock, nowhere),
            nowhere);
  }

  private static AuditSink sink(AuthorizerSettings settings) {
    Path file = settings.auditFile();
    return file == null ? new StreamAuditSink(System.out) : new FileAuditSink(file);
  }

  private static ResourceMetadata metadata(AuthorizerSettings settings, ToolScopes scopes) {
    IssuerSettings issuer = settings.issuer();
    URI resource = URI.create(issuer.resource());
    SortedSet<String> asked = new TreeSet<>(settings.furtherScopes());
    scopes.all().forEach(scope -> asked.add(issuer.asked(scope)));
    return settings.stage() == null
        ? ResourceMetadata.of(resource, issuer.issuer(), asked)
        : ResourceMetadata.below(resource, settings.stage(), issuer.issuer(), asked);
  }

  /** What the API's own responses say beside the authorizer's: the document, and the challenge. */
  public ResourceMetadata metadata() {
    return metadata;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    answer(input, output, authorizer);
  }

  private static void answer(InputStream input, OutputStream output, Authorizer authorizer)
      throws IOException {
    AuthorizerEvent event;
    try {
      event = JSON.readValue(input, AuthorizerEvent.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no event of a REQUEST authorizer", e);
    }
    if (event == null) {
      throw new IllegalArgumentException("no event of a REQUEST authorizer: it is null");
    }
    output.write(JSON.writeValueAsBytes(authorizer.decide(event)));
  }

  /**
   * Reads the issuer's keys and looks at tokens, so that the classes for it are in the snapshot.
   * The keys are as old there as they are, and read again when that is too old.
   */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws IOException {
    check.warm();
    for (int i = 0; i < REHEARSALS; i++) {
      check.rehearse();
      try {
        answer(new ByteArrayInputStream(SAMPLE), OutputStream.nullOutputStream(), rehearsed);
      } catch (Unauthorized e) {
        // As it should be: the sample's token is nobody's.
      }
    }
  }

  /** Nothing: no connection and no thread is kept. */
  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
