package dev.sluice.function.authorizer;

import dev.sluice.identity.IssuerSettings;
import dev.sluice.identity.TokenForm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * @param problemsOnly {@code SLUICE_TELEMETRY}: whether only {@code problems} are written, or
 *     {@code all} there is, the default
 */
record AuthorizerSettings(
    IssuerSettings issuer,
    Set<String> furtherScopes,
    @Nullable String stage,
    Path catalog,
    boolean problemsOnly) {

  private static final String DEFAULT_LEEWAY_SECONDS = "30";

  /** The settings of this process. */
  static AuthorizerSettings ofProcess() {
    return read(name -> System.getProperty(name, System.getenv(name)));
  }

  /** Throws {@link IllegalArgumentException} naming what is missing or wrong. */
  static AuthorizerSettings read(Function<String, @Nullable String> lookup) {
    String stage = text(lookup, "SLUICE_STAGE", "");
    String tenant = text(lookup, "SLUICE_TENANT_CLAIM", "");
    String algorithms =
        text(lookup, "SLUICE_TOKEN_ALGORITHMS", String.join(" ", IssuerSettings.ALGORITHMS));
    return new AuthorizerSettings(
        new IssuerSettings(
            required(lookup, "SLUICE_ISSUER"),
            address(lookup, "SLUICE_ISSUER_KEYS_URL"),
            address(lookup, "SLUICE_RESOURCE").toString(),
            words(text(lookup, "SLUICE_AUDIENCES", "")),
            words(text(lookup, "SLUICE_CLIENTS", "")),
            form(required(lookup, "SLUICE_TOKEN_FORM")),
            words(algorithms),
            Duration.ofSeconds(seconds(lookup)),
            text(lookup, "SLUICE_SCOPE_CLAIM", "scope"),
            tenant.isEmpty() ? null : tenant,
            flag(lookup, "SLUICE_ISSUER_LOOPBACK", "true", "false")),
        words(text(lookup, "SLUICE_FURTHER_SCOPES", "")),
        stage.isEmpty() ? null : stage,
        Path.of(
            text(
                lookup,
                "SLUICE_CATALOG",
                Path.of(text(lookup, "LAMBDA_TASK_ROOT", "."), "catalog").toString())),
        flag(lookup, "SLUICE_TELEMETRY", "problems", "all"));
  }

  private static boolean flag(
      Function<String, @Nullable String> lookup, String name, String set, String otherwise) {
    String value = text(lookup, name, otherwise);
    if (!value.equals(set) && !value.equals(otherwise)) {
      throw wrong(name, value, "write " + set + " or " + otherwise);
    }
    return value.equals(set);
  }

  private static TokenForm form(String text) {
    for (TokenForm form : TokenForm.values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(text)) {
        return form;
      }
    }
    throw wrong("SLUICE_TOKEN_FORM", text, "write jwt, at_jwt or cognito");
  }

  private static URI address(Function<String, @Nullable String> lookup, String name) {
    String text = required(lookup, name);
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

  private static long seconds(Function<String, @Nullable String> lookup) {
    String text = text(lookup, "SLUICE_LEEWAY_SECONDS", DEFAULT_LEEWAY_SECONDS);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw wrong("SLUICE_LEEWAY_SECONDS", text, "write a whole number of seconds");
    }
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String required(Function<String, @Nullable String> lookup, String name) {
    String value = text(lookup, name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  private static String text(
      Function<String, @Nullable String> lookup, String name, String otherwise) {
    String value = lookup.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  private static IllegalArgumentException wrong(String name, String value, String instead) {
    return new IllegalArgumentException(
        "the environment variable " + name + " is '" + value + "': " + instead);
  }
}
