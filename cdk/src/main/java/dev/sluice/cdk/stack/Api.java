package dev.sluice.cdk.stack;

import dev.sluice.catalog.BuiltInTools;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Front;
import dev.sluice.cdk.plan.Issuer;
import dev.sluice.identity.IssuerSettings;
import dev.sluice.identity.ResourceMetadata;
import dev.sluice.identity.TokenForm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.BasePathMapping;
import software.amazon.awscdk.services.apigateway.CfnDomainName;
import software.amazon.awscdk.services.apigateway.ContentHandling;
import software.amazon.awscdk.services.apigateway.DomainName;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IntegrationResponse;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.MethodResponse;
import software.amazon.awscdk.services.apigateway.MockIntegration;
import software.amazon.awscdk.services.apigateway.PassthroughBehavior;
import software.amazon.awscdk.services.apigateway.RequestAuthorizer;
import software.amazon.awscdk.services.apigateway.Resource;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.SecurityPolicy;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.lambda.IAlias;
import software.constructs.Construct;

/**
 * The REST API: one endpoint behind the authorizer, the documents of RFC 9728 before it, and the
 * gateway's own responses, which alone may carry {@code WWW-Authenticate}.
 */
final class Api extends Construct {
  private static final String ENDPOINT = "mcp";
  private static final String JSON = "application/json";
  private static final String RETRY_SECONDS = "60";

  /** Stands for API Gateway's host in texts, until CloudFormation knows it. */
  private static final String HOST = "host-of-the-api.invalid";

  /** What API Gateway waits for a function. */
  private static final software.amazon.awscdk.Duration PATIENCE =
      software.amazon.awscdk.Duration.seconds(29);

  private final Deployment plan;
  private final RestApi api;

  Api(Construct scope, String id, Deployment plan, Logs logs) {
    super(scope, id);
    this.plan = plan;
    var accessLog = logs.group(this, "AccessLog", "/sluice/" + plan.name() + "/api");
    api =
        RestApi.Builder.create(this, "Rest")
            .restApiName(plan.named("api"))
            .description("Sluice: MCP")
            .endpointTypes(List.of(EndpointType.REGIONAL))
            .binaryMediaTypes(List.of("*/*"))
            .disableExecuteApiEndpoint(plan.front() instanceof Front.Domain)
            // A role of the account, not of an API: Account makes it.
            .cloudWatchRole(false)
            .deployOptions(
                StageOptions.builder()
                    .stageName(plan.name())
                    .tracingEnabled(true)
                    .metricsEnabled(true)
                    .loggingLevel(MethodLoggingLevel.ERROR)
                    .dataTraceEnabled(false)
                    .throttlingRateLimit(plan.sizes().requestsPerSecond())
                    .throttlingBurstLimit(plan.sizes().requestsPerSecond() * 2)
                    .accessLogDestination(new LogGroupLogDestination(accessLog))
                    .accessLogFormat(accessLogFormat())
                    .build())
            .build();
    // API Gateway would make it at the first error, without an end and a key.
    logs.group(
        this,
        "ExecutionLog",
        "API-Gateway-Execution-Logs_" + api.getRestApiId() + "/" + plan.name());
    if (plan.front() instanceof Front.Domain domain) {
      name(domain);
    }
  }

  RestApi rest() {
    return api;
  }

  /** The URL that clients are given, and tokens are for. */
  String endpoint() {
    return withHost(metadataResource().toString());
  }

  /** The stage in the endpoint's path; null where there is none. */
  @Nullable String stage() {
    return plan.front() instanceof Front.Bare ? plan.name() : null;
  }

  /** Puts the functions behind it. */
  void serve(IAlias function, IAlias authorizer, Path catalog) {
    ResourceMetadata metadata = metadata(catalog);
    RequestAuthorizer gate =
        RequestAuthorizer.Builder.create(this, "Authorizer")
            .authorizerName(plan.named("tokens"))
            .handler(authorizer)
            .identitySources(List.of("method.request.header.Authorization"))
            // Answers go by the tool, which is no identity source, and a token must not outlive
            // its end.
            .resultsCacheTtl(software.amazon.awscdk.Duration.seconds(0))
            .build();
    api.getRoot()
        .addResource(ENDPOINT)
        .addMethod(
            "ANY",
            LambdaIntegration.Builder.create(function)
                .proxy(true)
                .timeout(PATIENCE)
                .allowTestInvoke(false)
                .build(),
            MethodOptions.builder()
                .authorizer(gate)
                .authorizationType(AuthorizationType.CUSTOM)
                .build());
    Resource wellKnown =
        api.getRoot().addResource(".well-known").addResource("oauth-protected-resource");
    document(wellKnown, metadata);
    document(wellKnown.addResource(ENDPOINT), metadata);
    respond(metadata);
  }

  private void document(Resource resource, ResourceMetadata metadata) {
    resource.addMethod(
        "GET",
        MockIntegration.Builder.create()
            .requestTemplates(Map.of(JSON, "{\"statusCode\": 200}"))
            .passthroughBehavior(PassthroughBehavior.WHEN_NO_TEMPLATES)
            // Since every media type is binary here, a template would not be applied without it.
            .contentHandling(ContentHandling.CONVERT_TO_TEXT)
            .integrationResponses(
                List.of(
                    IntegrationResponse.builder()
                        .statusCode("200")
                        .contentHandling(ContentHandling.CONVERT_TO_TEXT)
                        // A page that runs a client has to read it before it holds any token.
                        .responseParameters(
                            Map.of("method.response.header.Access-Control-Allow-Origin", "'*'"))
                        .responseTemplates(Map.of(JSON, withHost(metadata.json())))
                        .build()))
            .build(),
        MethodOptions.builder()
            .authorizationType(AuthorizationType.NONE)
            .methodResponses(
                List.of(
                    MethodResponse.builder()
                        .statusCode("200")
                        .responseParameters(
                            Map.of("method.response.header.Access-Control-Allow-Origin", true))
                        .build()))
            .build());
  }

  private void respond(ResourceMetadata metadata) {
    response(
        "Unauthorized",
        ResponseType.UNAUTHORIZED,
        "401",
        "Unauthorized",
        Map.of("WWW-Authenticate", "'" + withHost(metadata.challenge()) + "'"));
    response(
        "AccessDenied",
        ResponseType.ACCESS_DENIED,
        "403",
        "The token has too few scopes for this tool",
        Map.of("WWW-Authenticate", "context.authorizer.challenge"));
    response(
        "AuthorizerFailure",
        ResponseType.AUTHORIZER_FAILURE,
        "503",
        "Tokens cannot be checked just now",
        Map.of("Retry-After", "'" + RETRY_SECONDS + "'"));
  }

  private void response(
      String id, ResponseType type, String status, String message, Map<String, String> headers) {
    Map<String, String> named = new LinkedHashMap<>();
    headers.forEach((name, value) -> named.put(name, value));
    api.addGatewayResponse(
        id,
        GatewayResponseOptions.builder()
            .type(type)
            .statusCode(status)
            .responseHeaders(named)
            .templates(Map.of(JSON, "{\"message\": \"" + message + "\"}"))
            .build());
  }

  private void name(Front.Domain domain) {
    DomainName name =
        DomainName.Builder.create(this, "Domain")
            .domainName(domain.host())
            .certificate(
                Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn()))
            .endpointType(EndpointType.REGIONAL)
            .securityPolicy(SecurityPolicy.TLS_1_2)
            .build();
    BasePathMapping.Builder.create(this, "Root").domainName(name).restApi(api).build();
    software.amazon.awscdk.CfnOutput.Builder.create(this, "DomainTarget")
        .description("Point the DNS name " + domain.host() + " at this")
        .value(
            ((CfnDomainName) java.util.Objects.requireNonNull(name.getNode().getDefaultChild()))
                .getAttrRegionalDomainName())
        .build();
  }

  private URI metadataResource() {
    return switch (plan.front()) {
      case Front.Domain domain -> URI.create("https://" + domain.host() + "/" + ENDPOINT);
      case Front.Bare _ -> URI.create("https://" + HOST + "/" + plan.name() + "/" + ENDPOINT);
    };
  }

  private String withHost(String text) {
    return text.replace(
        HOST, api.getRestApiId() + ".execute-api." + plan.place().region() + ".amazonaws.com");
  }

  private ResourceMetadata metadata(Path catalog) {
    Issuer issuer = plan.issuer();
    IssuerSettings settings =
        new IssuerSettings(
            issuer.issuer(),
            URI.create(issuer.keysUrl()),
            metadataResource().toString(),
            Set.of(),
            Set.of(),
            TokenForm.valueOf(issuer.tokenForm().toUpperCase(Locale.ROOT)),
            IssuerSettings.ALGORITHMS,
            Duration.ofSeconds(30),
            "scope",
            issuer.tenantClaim(),
            false);
    SortedSet<String> asked = new TreeSet<>();
    BuiltInTools.SCOPES
        .values()
        .forEach(scopes -> scopes.forEach(s -> asked.add(settings.asked(s))));
    for (ToolDeclaration tool : Catalog.readWithoutLock(catalog).tools()) {
      tool.scopes().forEach(scope -> asked.add(settings.asked(scope)));
    }
    return switch (plan.front()) {
      case Front.Domain _ -> ResourceMetadata.of(metadataResource(), issuer.issuer(), asked);
      case Front.Bare _ ->
          ResourceMetadata.below(metadataResource(), plan.name(), issuer.issuer(), asked);
    };
  }

  /** Who, what, how long, how it ended; never a token, an argument or a row. */
  private static AccessLogFormat accessLogFormat() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("at", "$context.requestTime");
    fields.put("request", "$context.requestId");
    fields.put("trace", "$context.xrayTraceId");
    fields.put("ip", "$context.identity.sourceIp");
    fields.put("method", "$context.httpMethod");
    fields.put("path", "$context.path");
    fields.put("status", "$context.status");
    fields.put("bytes", "$context.responseLength");
    fields.put("milliseconds", "$context.responseLatency");
    fields.put("function_milliseconds", "$context.integrationLatency");
    fields.put("authorizer_milliseconds", "$context.authorizer.latency");
    fields.put("tenant", "$context.authorizer.tenant");
    fields.put("error", "$context.error.responseType");
    fields.put("waf", "$context.wafResponseCode");
    StringBuilder format = new StringBuilder("{");
    fields.forEach(
        (name, value) ->
            format
                .append(format.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":\"")
                .append(value)
                .append('"'));
    return AccessLogFormat.custom(format.append('}').toString());
  }

  /** Where it is. */
  Stack stack() {
    return Stack.of(this);
  }
}
