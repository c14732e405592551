package io.pvefleet.vnc.login;

import static io.pvefleet.vnc.login.LoginServer.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.vnc.settings.ProxySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderLoginTest {
  @TempDir private static Path temp;

  @Test
  void aTrustedProxyNamesThePersonTheGroupsAndTheAddress() {
    try (LoginServer server = start("127.0.0.0/8")) {
      assertThat(server.browser().get("/api/who", "X-User", "kim", "X-Groups", "operators, till-support,").body())
          .isEqualTo("kim [operators, till-support] 0 from 127.0.0.1");
      assertThat(server.browser().get("/api/who", "X-User", "kim", "X-Forwarded-For", "6.6.6.6, 203.0.113.9, 127.0.0.5").body())
          .isEqualTo("kim [] 0 from 203.0.113.9");
      assertThat(server.browser().get("/api/who", "X-User", "kim", "X-Forwarded-For", "garbage").body()).endsWith("from 127.0.0.1");
      assertThat(raw(server, "X-User: 김영희")).contains("김영희 []");
      HttpResponse<String> in = server.browser().get("/api/who", "X-User", "kim");
      assertThat(in.headers().allValues("Set-Cookie")).as("no session is made").isEmpty();
    }
  }

  @Test
  void theSameHeadersFromElsewhereAreRefused() {
    try (LoginServer server = start("10.1.2.3")) {
      for (String header : List.of("X-User", "X-Groups")) {
        HttpResponse<String> forged = server.browser().get("/api/who", header, "kim");
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("PVF-0745").doesNotContain("kim");
        assertThat(server.browser().get("/assets/x.css", header, "kim").statusCode()).isEqualTo(403);
      }
      assertThat(server.browser().get("/api/who", "X-Forwarded-For", "10.1.2.3").statusCode()).as("an address is no proof").isEqualTo(401);
      assertThat(server.browser().get("/api/who").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aProxyThatNamesNobodyOrTwoLetsNobodyIn() {
    try (LoginServer server = start("127.0.0.1")) {
      assertThat(server.browser().get("/api/who").statusCode()).isEqualTo(401);
      assertThat(server.browser().get("/api/who", "X-User", " ").statusCode()).isEqualTo(401);
      assertThat(server.browser().get("/api/who", "X-User", "*").statusCode()).isEqualTo(401);
      assertThat(server.browser().get("/api/who", "X-User", "kim", "X-User", "admin").statusCode()).isEqualTo(401);
      assertThat(server.browser().get("/api/who", "X-User", "k".repeat(129)).statusCode()).isEqualTo(401);
      HttpResponse<String> page = server.browser().get("/");
      assertThat(location(page)).isEqualTo("/login?to=%2F");
      HttpResponse<String> login = server.browser().get("/login");
      assertThat(login.statusCode()).isEqualTo(401);
      assertThat(login.body()).contains("reverse proxy").doesNotContain("<form");
      assertThat(server.browser().send(HttpRequest.newBuilder(server.address().resolve("/login"))
          .POST(HttpRequest.BodyPublishers.ofString("username=kim&password=x"))).statusCode()).isNotEqualTo(200);
    }
  }

  @Test
  void networksOfBothKindsAreUnderstood() {
    TrustedProxies trusted = TrustedProxies.of(List.of("10.0.0.0/24", "192.0.2.7", "fd00::/8", "[2001:db8::1]"));
    assertThat(List.of("10.0.0.255", "192.0.2.7", "fd12::1", "2001:db8:0::1", "::ffff:10.0.0.9")).allMatch(trusted::contains);
    assertThat(List.of("10.0.1.0", "192.0.2.8", "fe80::1", "2001:db8::2", "localhost", "", "10.0.0.0/24")).noneMatch(trusted::contains);
    for (String bad : List.of("localhost", "10.0.0.0/33", "10.0.0.0/x", "10.0.0", "example.com")) {
      assertThatThrownBy(() -> TrustedProxies.of(List.of(bad))).as(bad).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** As proxies write it; the client above takes only ASCII. */
  private static String raw(LoginServer server, String header) {
    try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
      socket.getOutputStream().write(("GET /api/who HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + header + "\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoginServer start(String trusted) {
    return LoginServer.start(ProxySettings.of(RepositorySettings.of("file:///nowhere"), temp,
        new ProxySettings.Login.Header("X-User", "X-Groups", List.of(trusted))));
  }
}
