package io.pvefleet.vnc.web;

import io.pvefleet.vnc.relay.RelayLimits;
import io.pvefleet.vnc.relay.Ticker;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.settings.ProxySettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.server.standard.ServletServerContainerFactoryBean;

/** The WebSocket endpoint. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketConfiguration {

  /** Input arrives in parts, whatever its length, so a part's buffer is all that a socket needs. */
  private static final int PART_BYTES = 8 * 1024;

  /** Text is refused; its buffer is made for every socket none the less. */
  private static final int TEXT_CHARS = 128;

  @Bean
  SocketHandler socketHandler(Sessions sessions, Ticker ticker, ProxySettings settings) {
    ProxySettings.Limits limits = settings.limits();
    return new SocketHandler(
        sessions, ticker,
        new RelayLimits(limits.idle(), limits.absolute(), RelayLimits.DEFAULT_STALL, limits.clipboardBytes()));
  }

  @Bean
  Handshake handshake(Origins origins, Callers callers, LocaleResolver locales) {
    return new Handshake(origins, callers, locales);
  }

  @Bean
  WebSocketConfigurer consoleSockets(SocketHandler handler, Handshake handshake) {
    // Spring's own check of origins knows patterns and forwarded headers; ours is exact and comes before it.
    return registry ->
        registry.addHandler(handler, "/api/vnc/socket/*")
            .setHandshakeHandler(handshake)
            .addInterceptors(handshake)
            .setAllowedOriginPatterns("*");
  }

  @Bean
  ServletServerContainerFactoryBean socketBuffers() {
    ServletServerContainerFactoryBean container = new ServletServerContainerFactoryBean();
    container.setMaxBinaryMessageBufferSize(PART_BYTES);
    container.setMaxTextMessageBufferSize(TEXT_CHARS);
    return container;
  }
}
