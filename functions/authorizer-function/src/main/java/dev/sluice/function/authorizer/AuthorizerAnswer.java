package dev.sluice.function.authorizer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.call.Principal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What API Gateway wants back (API Gateway developer guide, "Output from an API Gateway Lambda
 * authorizer"). The context's values are text: API Gateway takes no lists.
 *
 * @param principalId the caller's subject
 * @param policyDocument whether what was asked for may be done
 * @param context for the function, or for the gateway's own response
 */
record AuthorizerAnswer(String principalId, Policy policyDocument, Map<String, String> context) {
  private static final String VERSION = "2012-10-17";

  record Policy(
      @JsonProperty("Version") String version,
      @JsonProperty("Statement") List<Statement> statement) {}

  record Statement(
      @JsonProperty("Action") String action,
      @JsonProperty("Effect") String effect,
      @JsonProperty("Resource") String resource) {}

  /** The caller may go on: the function is told who it is. */
  static AuthorizerAnswer allow(Principal principal, String methodArn) {
    return of(
        "Allow",
        principal,
        methodArn,
        Map.of(
            "tenant",
            principal.tenant(),
            "scopes",
            String.join(" ", new TreeSet<>(principal.scopes()))));
  }

  /** The caller may not; the challenge says what is missing. */
  static AuthorizerAnswer deny(Principal principal, String methodArn, String challenge) {
    return of("Deny", principal, methodArn, Map.of("challenge", challenge));
  }

  private static AuthorizerAnswer of(
      String effect, Principal principal, String methodArn, Map<String, String> context) {
    Statement statement = new Statement("execute-api:Invoke", effect, methodArn);
    return new AuthorizerAnswer(
        principal.subject(), new Policy(VERSION, List.of(statement)), context);
  }
}
