package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/abc", "/console?host=seoul-001&vmid=102", "/?q=%EC%84%9C%EC%9A%B8", "/loginpage", "/a?to=//x"})
  void pagesOfOurOwnAreGoneBackTo(String wish) {
    assertThat(ReturnAddress.safe(wish)).isEqualTo(wish);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
      "evil.example", "javascript:alert(1)", "/login", "/logout",
      "/login?to=/x", "/./login", "/x/../login", "/..//evil.example", "//%2fevil", "/%2f/evil",
      "http:/evil", "/api/who", "/a\u0000b", "/서울", "/a b", "/%", "///evil.example", "/\r\nSet-Cookie: x", "/x//y"})
  void everythingElseLeadsToTheFirstPage(String wish) {
    assertThat(ReturnAddress.safe(wish)).isEqualTo("/");
  }

  @Test
  void nothingAndTooMuchLeadToTheFirstPage() {
    assertThat(ReturnAddress.safe(null)).isEqualTo("/");
    assertThat(ReturnAddress.safe("/" + "a".repeat(2_000))).isEqualTo("/");
  }

  @Test
  void whateverIsWishedTheServerStaysTheSame() {
    long seed = 20261122;
    Random random = new Random(seed);
    List<String> parts = List.of("/", "\\", "//", ".", "..", "evil.example", ":", "@", "%2f", "%5c", "?", "#", "http:", "a", "\t", "한");
    for (int round = 0; round < 20_000; round++) {
      StringBuilder wish = new StringBuilder();
      for (int i = random.nextInt(7); i >= 0; i--) {
        wish.append(parts.get(random.nextInt(parts.size())));
      }
      URI reached = URI.create("https://own.example/login").resolve(ReturnAddress.safe(wish.toString()));
      assertThat(reached.getHost()).as("seed %d, round %d: %s", seed, round, wish).isEqualTo("own.example");
    }
  }
}
