package dev.sluice.identity;

import java.net.URI;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this server tells clients of who gives out its tokens (RFC 9728), and the challenge that
 * leads them there (RFC 6750, 3; RFC 9728, 5.1).
 *
 * @param resource the URL of the endpoint, as clients are given it
 * @param issuer who gives out tokens
 * @param scopes what can be asked for; {@code offline_access} is not among them, since it is
 *     between a client and the issuer
 * @param metadata where this document is
 */
public record ResourceMetadata(
    URI resource, String issuer, SortedSet<String> scopes, URI metadata) {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  /** Copies the scopes. Throws {@link IllegalArgumentException} where a URL cannot be quoted. */
  public ResourceMetadata {
    scopes = new TreeSet<>(scopes);
    scopes.remove("offline_access");
    if (resource.getHost() == null || metadata.getHost() == null) {
      throw new IllegalArgumentException(
          "the resource is '" + resource + "': write its whole URL, like https://HOST/mcp");
    }
  }

  /** Of a server whose host's root is its own: the path is put in behind the well-known one. */
  public static ResourceMetadata of(URI resource, String issuer, SortedSet<String> scopes) {
    return new ResourceMetadata(
        resource, issuer, scopes, resource.resolve(pathFor(resource.getRawPath())));
  }

  /**
   * Of a server on API Gateway's own host: the first segment of its path is the stage, and nothing
   * outside of it can be served, so the document is below it.
   */
  public static ResourceMetadata below(
      URI resource, String stage, String issuer, SortedSet<String> scopes) {
    String prefix = "/" + stage;
    if (!resource.getRawPath().startsWith(prefix + "/")) {
      throw new IllegalArgumentException(
          "the resource is '" + resource + "', whose path does not begin with the stage " + prefix);
    }
    String path = resource.getRawPath().substring(prefix.length());
    return new ResourceMetadata(resource, issuer, scopes, resource.resolve(prefix + pathFor(path)));
  }

  /** Where the document of an endpoint's path is (RFC 9728, 3.1). */
  public static String pathFor(String endpointPath) {
    return endpointPath.equals("/") ? WELL_KNOWN : WELL_KNOWN + endpointPath;
  }

  /** Where clients look that know no path, or were told none. */
  public static String rootPath() {
    return WELL_KNOWN;
  }

  /** The document. */
  public String json() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("resource", resource.toString());
    json.putArray("authorization_servers").add(issuer);
    json.putArray("bearer_methods_supported").add("header");
    var supported = json.putArray("scopes_supported");
    scopes.forEach(supported::add);
    json.put("resource_name", "Sluice");
    return JsonMapper.shared().writeValueAsString(json);
  }

  /**
   * What a 401 carries. It does not say whether there was a token: API Gateway has one answer for
   * both (RFC 6750, 3.1 wants no error where there was none).
   */
  public String challenge() {
    return challenge(null, scopes);
  }

  /**
   * What a 403 carries (RFC 6750, 3.1).
   *
   * @param needed what the caller would have to hold
   */
  public String insufficientScope(SortedSet<String> needed) {
    return challenge("insufficient_scope", needed);
  }

  private String challenge(@Nullable String error, SortedSet<String> asked) {
    StringBuilder text = new StringBuilder("Bearer ");
    if (error != null) {
      text.append("error=\"").append(error).append("\", ");
    }
    if (!asked.isEmpty()) {
      text.append("scope=\"").append(String.join(" ", asked)).append("\", ");
    }
    return text.append("resource_metadata=\"").append(metadata).append('"').toString();
  }
}
