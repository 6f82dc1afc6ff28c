package dev.sluice.gateway;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of tokens on this machine, which gives one to whoever asks: for trying out what the
 * deployed API does with tokens. Safe for use by several threads.
 */
final class LocalIssuer implements AutoCloseable {
  /** The claim with the tenant. */
  static final String TENANT_CLAIM = "tenant";

  /** Without it this issuer logs nobody in. */
  static final String LOGIN_SCOPE = "openid";

  /** The sample's policies let who holds it see every row, as callers of the open mode do. */
  private static final String ALL_ROWS = "tenants.all";

  private static final String NAME = "sluice";
  private static final long EXPIRY_SECONDS = 3_600;

  private final MockOAuth2Server server;

  private LocalIssuer(MockOAuth2Server server) {
    this.server = server;
  }

  /**
   * Starts one on a port of 127.0.0.1 that the system chooses.
   *
   * @param audience for whom its tokens are
   * @param tenant to whom every caller belongs; null: to none, and sees all rows
   * @param scopes what a token holds for which none were asked for, as after a login
   */
  static LocalIssuer start(URI audience, @Nullable String tenant, Set<String> scopes) {
    MockOAuth2Server server =
        new MockOAuth2Server(
            new OAuth2Config(
                false,
                null,
                null,
                false,
                new OAuth2TokenProvider(),
                Set.of(new Claims(audience.toString(), tenant, scopes))));
    try {
      server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    } catch (Exception e) { // Kotlin declares none.
      throw new CommandException("the issuer of tokens does not start: " + e.getMessage(), e);
    }
    return new LocalIssuer(server);
  }

  /** Its name, as in {@code iss}. */
  String issuer() {
    return server.issuerUrl(NAME).toString();
  }

  /** Where its keys are. */
  String keys() {
    return server.jwksUrl(NAME).toString();
  }

  /** Where it gives out tokens. */
  String tokens() {
    return server.tokenEndpointUrl(NAME).toString();
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** What its tokens say. */
  private record Claims(String resource, @Nullable String tenant, Set<String> usual)
      implements OAuth2TokenCallback {

    @Override
    public String issuerId() {
      return NAME;
    }

    @Override
    public String subject(TokenRequest request) {
      if (request.getClientAuthentication() != null) {
        return request.getClientAuthentication().getClientID().getValue();
      }
      return request.getClientID() == null ? "developer" : request.getClientID().getValue();
    }

    @Override
    public String typeHeader(TokenRequest request) {
      return "at+jwt";
    }

    @Override
    public List<String> audience(TokenRequest request) {
      return List.of(resource);
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
      // A login's scopes were said before, where this server forgets them.
      Set<String> scopes =
          new TreeSet<>(request.getScope() == null ? usual : request.getScope().toStringList());
      Map<String, Object> claims = new LinkedHashMap<>();
      if (tenant == null) {
        scopes.add(ALL_ROWS);
      } else {
        claims.put(TENANT_CLAIM, tenant);
      }
      claims.put("scope", String.join(" ", scopes));
      return claims;
    }

    @Override
    public long tokenExpiry() {
      return EXPIRY_SECONDS;
    }
  }
}
