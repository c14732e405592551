package io.pvefleet.vnc.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * Upgrades to sockets without extensions: pictures are compressed already, and a window of deflate each would be most of a socket's
 * memory. Tomcat agrees to what the browser asks for whatever Spring has chosen, so it is not told what the browser asks for.
 */
final class PlainUpgrade extends StandardWebSocketUpgradeStrategy {

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return List.of();
  }

  @Override
  public void upgrade(
      ServerHttpRequest request, ServerHttpResponse response, @Nullable String protocol, List<WebSocketExtension> extensions,
      @Nullable Principal user, WebSocketHandler handler, Map<String, Object> attributes) {
    ServerHttpRequest plain = new ServletServerHttpRequest(new WithoutExtensions(getHttpServletRequest(request)));
    super.upgrade(plain, response, protocol, extensions, user, handler, attributes);
  }

  private static final class WithoutExtensions extends HttpServletRequestWrapper {
    private static final String HEADER = "Sec-WebSocket-Extensions";

    WithoutExtensions(HttpServletRequest request) {
      super(request);
    }

    @Override
    public @Nullable String getHeader(String name) {
      return HEADER.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return HEADER.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }
  }
}
