package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/** Keeps no token of the provider: the proxy asks it for nothing after the login. */
final class NoTokens implements OAuth2AuthorizedClientRepository {
  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // the signature of the interface
  public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
      String registration, Authentication who, HttpServletRequest request) {
    return null;
  }

  @Override
  public void saveAuthorizedClient(
      OAuth2AuthorizedClient client, Authentication who, HttpServletRequest request, HttpServletResponse response) {
    // Dropped on purpose.
  }

  @Override
  public void removeAuthorizedClient(
      String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {
    // There is none.
  }
}
