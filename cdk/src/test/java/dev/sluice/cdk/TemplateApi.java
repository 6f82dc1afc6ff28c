package dev.sluice.cdk;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.gateway.ApiShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The API as a template has it, in the words of the local gateway. */
final class TemplateApi {
  /** Stands for the id that API Gateway gives. */
  static final String ID = "apiid";

  private static final String METHOD = "AWS::ApiGateway::Method";
  private static final String PREFIX = "gatewayresponse.header.";
  private static final String METHOD_PREFIX = "method.response.header.";

  private final Deployment plan;
  private final Map<String, Resource> byId = new HashMap<>();
  private final TemplateTexts texts;

  private TemplateApi(Deployment plan) {
    this.plan = plan;
    Templates.resources(plan, "AWS::ApiGateway::Resource").forEach(r -> byId.put(r.id(), r));
    Map<String, String> references = new HashMap<>();
    Templates.resources(plan, "AWS::ApiGateway::RestApi").forEach(r -> references.put(r.id(), ID));
    texts = new TemplateTexts(references);
  }

  static ApiShape of(Deployment plan) {
    return new TemplateApi(plan).shape();
  }

  private ApiShape shape() {
    List<ApiShape.Route> routes = new ArrayList<>();
    Duration patience = Duration.ZERO;
    for (Resource method : Templates.resources(plan, METHOD)) {
      ApiShape.Integration integration = integration(method);
      if (integration instanceof ApiShape.Proxy) {
        patience = Duration.ofMillis(method.at("/Integration/TimeoutInMillis").asInt());
      }
      routes.add(
          new ApiShape.Route(
              path(method.at("/ResourceId/Ref").asString("")),
              method.at("/HttpMethod").asString(""),
              integration));
    }
    // In one order: the endpoint, then the documents by their paths.
    routes.sort(
        Comparator.comparing(
            route -> route.integration() instanceof ApiShape.Proxy ? "" : route.path()));
    Resource authorizer = Templates.resources(plan, "AWS::ApiGateway::Authorizer").getFirst();
    return new ApiShape(
        routes,
        refusals(),
        patience,
        authorizer.at("/IdentitySource").asString(""),
        Duration.ofSeconds(authorizer.at("/AuthorizerResultTtlInSeconds").asInt(-1)));
  }

  private ApiShape.Integration integration(Resource method) {
    JsonNode integration = method.at("/Integration");
    return switch (integration.path("Type").asString("")) {
      case "AWS_PROXY" ->
          new ApiShape.Proxy(method.at("/AuthorizationType").asString("").equals("CUSTOM"));
      case "MOCK" -> constant(integration.at("/IntegrationResponses/0"));
      default -> throw new AssertionError(method + " has an integration that is not played here");
    };
  }

  private ApiShape.Constant constant(JsonNode response) {
    return new ApiShape.Constant(
        Integer.parseInt(response.path("StatusCode").asString("0")),
        headers(response.path("ResponseParameters"), METHOD_PREFIX),
        texts.of(response.at("/ResponseTemplates/application~1json")));
  }

  private Map<String, ApiShape.Refusal> refusals() {
    Map<String, ApiShape.Refusal> refusals = new TreeMap<>();
    for (Resource response : Templates.resources(plan, "AWS::ApiGateway::GatewayResponse")) {
      refusals.put(
          response.at("/ResponseType").asString(""),
          new ApiShape.Refusal(
              Integer.parseInt(response.at("/StatusCode").asString("0")),
              headers(response.at("/ResponseParameters"), PREFIX),
              texts.of(response.at("/ResponseTemplates/application~1json"))));
    }
    return refusals;
  }

  private Map<String, String> headers(JsonNode parameters, String prefix) {
    Map<String, String> headers = new TreeMap<>();
    parameters.forEachEntry(
        (name, value) -> headers.put(name.replace(prefix, ""), texts.of(value)));
    return headers;
  }

  private String path(String id) {
    Resource resource = byId.get(id);
    return resource == null
        ? ""
        : path(resource.at("/ParentId/Ref").asString(""))
            + "/"
            + resource.at("/PathPart").asString("");
  }
}
