package dev.sluice.function.authorizer;

import dev.sluice.call.Environment;
import dev.sluice.identity.IssuerSettings;
import dev.sluice.identity.TokenForm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the authorizer is told from outside, each by an environment variable, or by a system
 * property of the same name where many live in one process.
 *
 * @param issuer {@code SLUICE_ISSUER}, {@code SLUICE_ISSUER_KEYS_URL} (for Cognito: the issuer's
 *     {@code /.well-known/jwks.json}), {@code SLUICE_RESOURCE}: the endpoint's URL, {@code
 *     SLUICE_AUDIENCES} and {@code SLUICE_CLIENTS} (with spaces between), {@code SLUICE_TOKEN_FORM}
 *     ({@code jwt}, {@code at_jwt} or {@code cognito}), {@code SLUICE_TOKEN_ALGORITHMS} (all that
 *     can be), {@code SLUICE_LEEWAY_SECONDS} (30), {@code SLUICE_SCOPE_CLAIM} ({@code scope}),
 *     {@code SLUICE_TENANT_CLAIM}, {@code SLUICE_ISSUER_LOOPBACK} ({@code true} on a laptop only)
 * @param furtherScopes {@code SLUICE_FURTHER_SCOPES}: what clients are told to ask for beside the
 *     scopes of tools, as {@code openid} where the issuer wants it; with spaces between
 * @param stage {@code SLUICE_STAGE}: the stage in the endpoint's path, on API Gateway's own host;
 *     null with a custom domain, which has none
 * @param catalog {@code SLUICE_CATALOG}, or {@code catalog} in the task's root
 * @param auditFile {@code SLUICE_AUDIT_FILE}: where records of refusals go; null to standard output
 * @param problemsOnly {@code SLUICE_TELEMETRY}: whether only {@code problems} are written, or
 *     {@code all} there is, the default
 */
record AuthorizerSettings(
    IssuerSettings issuer,
    Set<String> furtherScopes,
    @Nullable String stage,
    Path catalog,
    @Nullable Path auditFile,
    boolean problemsOnly) {

  private static final int USUAL_LEEWAY_SECONDS = 30;

  /** Throws {@link IllegalArgumentException} naming the variable that is missing or wrong. */
  static AuthorizerSettings read(Environment environment) {
    return new AuthorizerSettings(
        new IssuerSettings(
            environment.required("SLUICE_ISSUER"),
            address(environment, "SLUICE_ISSUER_KEYS_URL"),
            address(environment, "SLUICE_RESOURCE").toString(),
            Set.copyOf(environment.words("SLUICE_AUDIENCES")),
            Set.copyOf(environment.words("SLUICE_CLIENTS")),
            form(environment.required("SLUICE_TOKEN_FORM")),
            algorithms(environment),
            Duration.ofSeconds(environment.number("SLUICE_LEEWAY_SECONDS", USUAL_LEEWAY_SECONDS)),
            environment.text("SLUICE_SCOPE_CLAIM", "scope"),
            orNull(environment, "SLUICE_TENANT_CLAIM"),
            environment.flag("SLUICE_ISSUER_LOOPBACK", "true", "false")),
        Set.copyOf(environment.words("SLUICE_FURTHER_SCOPES")),
        orNull(environment, "SLUICE_STAGE"),
        catalog(environment),
        environment.path("SLUICE_AUDIT_FILE"),
        environment.flag("SLUICE_TELEMETRY", "problems", "all"));
  }

  private static Set<String> algorithms(Environment environment) {
    List<String> words = environment.words("SLUICE_TOKEN_ALGORITHMS");
    return words.isEmpty() ? IssuerSettings.ALGORITHMS : Set.copyOf(words);
  }

  private static Path catalog(Environment environment) {
    String taskRoot = environment.text("LAMBDA_TASK_ROOT", ".");
    return Path.of(environment.text("SLUICE_CATALOG", Path.of(taskRoot, "catalog").toString()));
  }

  private static @Nullable String orNull(Environment environment, String name) {
    String value = environment.text(name, "");
    return value.isEmpty() ? null : value;
  }

  private static TokenForm form(String text) {
    for (TokenForm form : TokenForm.values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(text)) {
        return form;
      }
    }
    throw wrong("SLUICE_TOKEN_FORM", text, "write jwt, at_jwt or cognito");
  }

  private static URI address(Environment environment, String name) {
    String text = environment.required(name);
    try {
      URI address = URI.create(text);
      if (address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(name, text, "write a whole URL, like https://HOST/mcp");
    }
    throw wrong(name, text, "write a whole URL, like https://HOST/mcp");
  }

  private static IllegalArgumentException wrong(String name, String value, String instead) {
    return new IllegalArgumentException(
        "the environment variable " + name + " is '" + value + "': " + instead);
  }
}
