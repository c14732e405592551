package io.pvefleet.vnc.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * The WebSocket handshake: an exact origin, always, since a browser says it for every socket and the login cookie comes along from any
 * page; the nonce from the list of subprotocols, where no log and no history looks. Who may do what is judged later, because a
 * handshake that fails tells a page nothing, while a close frame carries a code.
 */
final class Handshake extends DefaultHandshakeHandler implements HandshakeInterceptor {
  private static final String PROTOCOL = "binary";
  private static final String NONCE = "nonce.";

  private final Origins origins;
  private final Callers callers;
  private final LocaleResolver locales;

  Handshake(Origins origins, Callers callers, LocaleResolver locales) {
    super(new PlainUpgrade());
    this.origins = origins;
    this.callers = callers;
    this.locales = locales;
    setSupportedProtocols(PROTOCOL);
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler, Map<String, Object> attributes) {
    String origin = request.getHeaders().getOrigin();
    if (origin == null || !origins.allow(origin)) {
      response.setStatusCode(HttpStatus.FORBIDDEN);
      return false;
    }
    HttpServletRequest servlet = ((ServletServerHttpRequest) request).getServletRequest();
    String path = servlet.getRequestURI();
    Locale reader = locales.resolveLocale(servlet);
    new Ticket(path.substring(path.lastIndexOf('/') + 1), nonce(request.getHeaders()), callers.find(servlet), reader)
        .putInto(attributes);
    return true;
  }

  private static String nonce(HttpHeaders headers) {
    return headers.getOrEmpty(WebSocketHttpHeaders.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(protocol -> protocol.startsWith(NONCE))
        .findFirst()
        .map(protocol -> protocol.substring(NONCE.length()))
        .orElse("");
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler, @Nullable Exception failure) {}
}
