package io.pvefleet.vnc.login;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An OpenID provider that signs with a key of its own, and lies when it is told to. */
final class IdentityProvider implements AutoCloseable {
  static final String CLIENT = "pvefleet-console";
  static final String SECRET = "client-secret-4711";
  static final String CODE = "code-0815-secret";

  /** What can be wrong with a token. */
  enum Flaw {
    SIGNED_BY_ANOTHER_KEY,
    SIGNED_WITH_THE_CLIENTS_SECRET,
    NOT_SIGNED,
    FOR_ANOTHER_CLIENT,
    FROM_ANOTHER_ISSUER,
    EXPIRED,
    ANOTHER_NONCE,
    CODE_REFUSED
  }

  private static final RSAKey KEY = key("one");
  private static final RSAKey OTHER = key("one");

  private final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private Optional<Flaw> flaw = Optional.empty();
  private Map<String, Object> claims =
      Map.of("sub", "user-1", "preferred_username", "kim", "groups", List.of("operators", "till-support"));
  private String challenge = "";

  IdentityProvider() {
    server.start();
    away(false);
    server.stubFor(get(urlPathEqualTo("/keys")).willReturn(okJson(new JWKSet(KEY.toPublicJWK()).toString())));
  }

  URI issuer() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  void away(boolean isAway) {
    server.stubFor(get(urlPathEqualTo("/.well-known/openid-configuration")).willReturn(isAway ? aResponse().withStatus(502) : okJson("""
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys",
         "scopes_supported": ["openid", "profile", "groups"], "response_types_supported": ["code"],
         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}
        """.formatted(issuer()))));
  }

  void flawed(Flaw now) {
    flaw = Optional.of(now);
  }

  void sound() {
    flaw = Optional.empty();
  }

  void claims(Map<String, Object> now) {
    claims = now;
  }

  /** The person agrees: where the browser is sent, with what the token endpoint will say made ready. */
  String answer(String away) {
    Map<String, String> asked = query(away);
    challenge = asked.getOrDefault("code_challenge", "");
    server.stubFor(post(urlPathEqualTo("/token")).withRequestBody(containing("code=" + CODE))
        .withBasicAuth(CLIENT, SECRET)
        .willReturn(flaw.equals(Optional.of(Flaw.CODE_REFUSED))
            ? aResponse().withStatus(400).withHeader("Content-Type", "application/json").withBody("{\"error\": \"invalid_grant\"}")
            : okJson("""
                {"access_token": "eyJ-access", "token_type": "Bearer", "expires_in": 300, "id_token": "%s"}
                """.formatted(token(asked.getOrDefault("nonce", ""))))));
    return "/login/oauth2/code/oidc?code=" + CODE + "&state=" + asked.getOrDefault("state", "").replace("=", "%3D");
  }

  /** Whether the last exchange of a code proved to come from who began. */
  boolean challengeHeld() {
    String body = server.findAll(postRequestedFor(urlPathEqualTo("/token"))).getLast().getBodyAsString();
    String verifier = query("?" + body).getOrDefault("code_verifier", "");
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).equals(challenge);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token(String nonce) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder token = new JWTClaimsSet.Builder().issuer(issuer().toString()).audience(CLIENT)
        .issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300))).claim("nonce", nonceClaim(nonce));
    claims.forEach(token::claim);
    RSAKey key = KEY;
    if (flaw.isPresent()) {
      switch (flaw.get()) {
        case SIGNED_BY_ANOTHER_KEY -> key = OTHER;
        case FOR_ANOTHER_CLIENT -> token.audience("another-client");
        case FROM_ANOTHER_ISSUER -> token.issuer("https://evil.example");
        case EXPIRED -> token.issueTime(Date.from(now.minusSeconds(900))).expirationTime(Date.from(now.minusSeconds(600)));
        case ANOTHER_NONCE -> token.claim("nonce", nonceClaim("another"));
        case NOT_SIGNED -> {
          return new PlainJWT(token.build()).serialize();
        }
        case SIGNED_WITH_THE_CLIENTS_SECRET, CODE_REFUSED -> { }
      }
    }
    try {
      if (flaw.equals(Optional.of(Flaw.SIGNED_WITH_THE_CLIENTS_SECRET))) {
        SignedJWT forged = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), token.build());
        forged.sign(new MACSigner((SECRET + SECRET).getBytes(StandardCharsets.UTF_8)));
        return forged.serialize();
      }
      SignedJWT signed = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), token.build());
      signed.sign(new RSASSASigner(key));
      return signed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nonceClaim(String nonce) {
    return nonce;
  }

  static Map<String, String> query(String address) {
    String query = address.substring(address.indexOf('?') + 1);
    return Arrays.stream(query.split("&")).map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair.length > 1 ? pair[1] : "", StandardCharsets.UTF_8)));
  }

  private static RSAKey key(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
