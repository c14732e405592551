package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Sends people to the provider with the address to come back to: that of the settings, never one that a Host header invents. */
final class BeginLogin implements OAuth2AuthorizationRequestResolver {
  static final String ADDRESS = "/oauth2/authorization";

  private final OAuth2AuthorizationRequestResolver resolver;
  private final Origins origins;

  BeginLogin(ClientRegistrationRepository registrations, Origins origins) {
    this.resolver = new DefaultOAuth2AuthorizationRequestResolver(registrations, ADDRESS);
    this.origins = origins;
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
    return homed(resolver.resolve(request), request);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
    return homed(resolver.resolve(request, registration), request);
  }

  private @Nullable OAuth2AuthorizationRequest homed(@Nullable OAuth2AuthorizationRequest made, HttpServletRequest request) {
    Optional<String> origin = origins.of(request);
    if (made == null || origin.isEmpty()) {
      return made;
    }
    return OAuth2AuthorizationRequest.from(made).redirectUri(origin.get() + "/login/oauth2/code/" + Provider.ID).build();
  }
}
