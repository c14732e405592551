package io.pvefleet.vnc.login;

import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.vnc.settings.ProxySettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.web.client.RestClientException;

/**
 * The OpenID provider as it describes itself, asked when the first person logs in: a provider that is away must not keep the
 * proxy from starting. Thread-safe; blocks on the network.
 */
final class Provider implements ClientRegistrationRepository {
  private static final Logger LOG = LoggerFactory.getLogger(Provider.class);

  /** The one registration there is; part of the address to which the provider sends people back. */
  static final String ID = "oidc";

  static final String UNUSABLE = "provider_unusable";

  /** Endpoints and the secret change rarely, and a restart for it would end every console. */
  private static final Duration FRESH = Duration.ofHours(1);

  /** Everybody who waits for the same dead provider asks it once. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ProxySettings.Login.Oidc settings;
  private final Secrets secrets;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable ClientRegistration known;
  private volatile Instant askAgain = Instant.MIN;

  Provider(ProxySettings.Login.Oidc settings, Secrets secrets, Clock clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public @Nullable ClientRegistration findByRegistrationId(String id) {
    return id.equals(ID) ? registration() : null;
  }

  /** @throws OAuth2AuthenticationException if the provider has never been there */
  ClientRegistration registration() {
    if (clock.instant().isBefore(askAgain)) {
      return last();
    }
    // A mutex across the call on purpose: one asks, the others take what it learned.
    asking.lock();
    try {
      if (!clock.instant().isBefore(askAgain)) {
        ask();
      }
    } finally {
      asking.unlock();
    }
    return last();
  }

  private ClientRegistration last() {
    ClientRegistration registration = known;
    if (registration == null) {
      throw new OAuth2AuthenticationException(new OAuth2Error(UNUSABLE));
    }
    return registration;
  }

  private void ask() {
    try {
      known = discovered();
      askAgain = clock.instant().plus(FRESH);
    } catch (IllegalArgumentException | IllegalStateException | SecretException | RestClientException e) {
      askAgain = clock.instant().plus(PAUSE);
      LOG.atWarn().addKeyValue("code", LoginCodes.PROVIDER_DOWN).addKeyValue("issuer", settings.issuer())
          .addKeyValue("why", LoginLog.shown(String.valueOf(e.getMessage())))
          .log(known == null
              ? "The login provider cannot be used"
              : "The login provider cannot be asked anew; what is known of it stays");
    }
  }

  private ClientRegistration discovered() {
    ClientRegistration described = ClientRegistrations.fromOidcIssuerLocation(settings.issuer().toString()).registrationId(ID)
        .clientId(settings.clientId()).build();
    Map<String, Object> metadata = described.getProviderDetails().getConfigurationMetadata();
    return ClientRegistration.withClientRegistration(described)
        .clientSecret(secrets.read(settings.clientSecretRef()))
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
        .clientSettings(ClientRegistration.ClientSettings.builder().requireProofKey(true).build())
        .scope(scopes(metadata.get("scopes_supported")))
        .build();
  }

  /** Some providers tell groups only to who asks, and others refuse a scope that they do not know. */
  private static List<String> scopes(@Nullable Object supported) {
    List<String> scopes = new ArrayList<>(List.of(OidcScopes.OPENID, OidcScopes.PROFILE));
    if (supported instanceof Collection<?> known && known.contains("groups")) {
      scopes.add("groups");
    }
    return scopes;
  }
}
