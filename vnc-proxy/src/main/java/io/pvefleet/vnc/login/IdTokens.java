package io.pvefleet.vnc.login;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestOperations;

/**
 * Reads ID tokens: signed by a key that the provider publishes, from this issuer, for this client, in their time. Only signatures
 * with a private key are accepted.
 */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
  /** What every provider has, then what is better where it is offered alone. */
  private static final List<SignatureAlgorithm> ALGORITHMS = List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256,
      SignatureAlgorithm.PS256, SignatureAlgorithm.RS384, SignatureAlgorithm.RS512,
      SignatureAlgorithm.ES384, SignatureAlgorithm.ES512);

  private record Made(String keys, SignatureAlgorithm algorithm, JwtDecoder decoder) {}

  private final RestOperations rest;
  /** The decoder keeps the provider's keys; another is made only when it says of itself something else. */
  private final AtomicReference<@Nullable Made> last = new AtomicReference<>();

  IdTokens(RestOperations rest) {
    this.rest = rest;
  }

  @Override
  public JwtDecoder createDecoder(ClientRegistration registration) {
    String keys = Optional.ofNullable(registration.getProviderDetails().getJwkSetUri())
        .orElseThrow(() -> new OAuth2AuthenticationException(new OAuth2Error(Provider.UNUSABLE, "it names no keys", null)));
    SignatureAlgorithm algorithm = algorithm(registration);
    Made made = last.get();
    if (made == null || !made.keys().equals(keys) || made.algorithm() != algorithm) {
      made = new Made(keys, algorithm, decoder(registration, keys, algorithm));
      last.set(made);
    }
    return made.decoder();
  }

  private JwtDecoder decoder(ClientRegistration registration, String keys, SignatureAlgorithm algorithm) {
    NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(keys).jwsAlgorithm(algorithm).restOperations(rest).build();
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
        new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
    decoder.setClaimSetConverter(new ClaimTypeConverter(converters()));
    return decoder;
  }

  private static java.util.Map<String, Converter<Object, ?>> converters() {
    return OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters();
  }

  private static SignatureAlgorithm algorithm(ClientRegistration registration) {
    Object offered =
        registration.getProviderDetails().getConfigurationMetadata().get("id_token_signing_alg_values_supported");
    Stream<SignatureAlgorithm> known = offered instanceof Collection<?> names
        ? ALGORITHMS.stream().filter(algorithm -> names.contains(algorithm.getName())) : Stream.empty();
    return known.findFirst().orElse(SignatureAlgorithm.RS256);
  }

  /** The claim of that name, which may lead through objects: {@code realm_access.roles}. */
  static Optional<Object> claim(ClaimAccessor claims, String name) {
    Object found = claims.getClaims().get(name);
    if (found == null) {
      found = claims.getClaims();
      for (String step : name.split("\\.", -1)) {
        found = found instanceof java.util.Map<?, ?> map ? map.get(step) : null;
      }
    }
    return Optional.ofNullable(found);
  }
}
