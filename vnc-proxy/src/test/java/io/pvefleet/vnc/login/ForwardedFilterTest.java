package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ForwardedFilterTest {
  private final ForwardedFilter filter = new ForwardedFilter(TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/24")));

  @Test
  void aTrustedProxyTellsTheBrowsersAddress() throws Exception {
    assertThat(seen("127.0.0.1", "203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(seen("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.9")).as("what a browser invents stands first")
        .isEqualTo("203.0.113.7");
    assertThat(seen("127.0.0.1", "")).isEqualTo("127.0.0.1");
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    assertThat(seen("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
    assertThat(new ForwardedFilter(TrustedProxies.of(List.of()))).satisfies(none -> {
      MockHttpServletRequest request = request("127.0.0.1", "198.51.100.1");
      MockFilterChain chain = new MockFilterChain();
      none.doFilter(request, new MockHttpServletResponse(), chain);
      assertThat(chain.getRequest().getRemoteAddr()).isEqualTo("127.0.0.1");
    });
  }

  private String seen(String from, String forwarded) throws ServletException, IOException {
    MockFilterChain chain = new MockFilterChain();
    filter.doFilter(request(from, forwarded), new MockHttpServletResponse(), chain);
    return chain.getRequest().getRemoteAddr();
  }

  private static MockHttpServletRequest request(String from, String forwarded) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    request.setRemoteAddr(from);
    if (!forwarded.isEmpty()) {
      request.addHeader("X-Forwarded-For", forwarded);
    }
    return request;
  }
}
