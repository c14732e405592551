package io.pvefleet.vnc.login;

import static io.pvefleet.vnc.login.LoginServer.location;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.vnc.settings.ProxySettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class OidcLoginTest {
  @TempDir private static Path temp;
  private IdentityProvider provider;
  private LoginServer server;

  @BeforeEach
  void start() throws IOException {
    provider = new IdentityProvider();
    Path secret = Files.writeString(temp.resolve("secret"), IdentityProvider.SECRET + "\n");
    server = LoginServer.start(ProxySettings.of(RepositorySettings.of("file:///nowhere"), temp,
        new ProxySettings.Login.Oidc(provider.issuer(), IdentityProvider.CLIENT, "file:" + secret, "groups")));
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
  }

  @Test
  void theCodeFlowWithPkceLogsThePersonIn() {
    LoginServer.Browser browser = server.browser();
    assertThat(location(browser.get("/console/abc?x=1"))).isEqualTo("/login?to=%2Fconsole%2Fabc%3Fx%3D1");
    String begin = location(browser.get("/login?to=%2Fconsole%2Fabc%3Fx%3D1"));
    assertThat(begin).startsWith("/oauth2/authorization/oidc?to=");
    String away = location(browser.get(begin));
    Map<String, String> asked = IdentityProvider.query(away);
    assertThat(away).startsWith(provider.issuer() + "/authorize?");
    assertThat(asked).containsEntry("response_type", "code").containsEntry("code_challenge_method", "S256")
        .containsEntry("client_id", IdentityProvider.CLIENT)
        .containsEntry("redirect_uri", server.address() + "/login/oauth2/code/oidc")
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(asked.get("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile", "groups");

    HttpResponse<String> back = browser.get(provider.answer(away));
    assertThat(location(back)).isEqualTo("/console/abc?x=1");
    assertThat(browser.get("/api/who").body()).isEqualTo("kim [operators, till-support] 32 from 127.0.0.1");
    assertThat(provider.challengeHeld()).as("the verifier fits the challenge").isTrue();
    assertThat(back.headers().allValues("Set-Cookie")).anySatisfy(cookie ->
        assertThat(cookie).startsWith("pvefleet-console=").contains("HttpOnly").contains("SameSite=Lax"));
  }

  @Test
  void nothingIsKeptForWhoOnlyBegins() {
    LoginServer.Browser browser = server.browser();
    HttpResponse<String> begin = browser.get(location(browser.get("/login")));
    assertThat(begin.headers().allValues("Set-Cookie")).singleElement().asString()
        .startsWith("pvefleet-console-login=").contains("HttpOnly").contains("SameSite=Lax");
  }

  @Test
  void aTokenThatIsNotTheProvidersForUsAndForNowLetsNobodyIn() {
    for (IdentityProvider.Flaw flaw : IdentityProvider.Flaw.values()) {
      provider.flawed(flaw);
      LoginServer.Browser browser = server.browser();
      HttpResponse<String> back = browser.get(provider.answer(location(browser.get(location(browser.get("/login"))))));
      assertThat(location(back)).as("%s", flaw).isEqualTo("/login?failed=refused");
      assertThat(browser.get("/api/who").statusCode()).as("%s", flaw).isEqualTo(401);
      HttpResponse<String> page = browser.get("/login?failed=refused");
      assertThat(page.statusCode()).isEqualTo(403);
      assertThat(page.body()).contains("PVF-0747", "/oauth2/authorization/oidc");
    }
  }

  @Test
  void anAnswerOfAnotherBrowserOrASecondTimeLogsNobodyIn() {
    LoginServer.Browser attacker = server.browser();
    String answer = provider.answer(location(attacker.get(location(attacker.get("/login")))));
    LoginServer.Browser victim = server.browser();
    assertThat(location(victim.get(answer))).isEqualTo("/login?failed=refused");
    victim.get(location(victim.get("/login")));
    assertThat(location(victim.get(answer))).as("with a login of the victim's own under way").isEqualTo("/login?failed=refused");
    assertThat(location(attacker.get(answer))).isEqualTo("/");
    assertThat(location(server.browser().get(answer))).isEqualTo("/login?failed=refused");
    LoginServer.Browser late = server.browser();
    String lateAnswer = provider.answer(location(late.get(location(late.get("/login")))));
    server.clock.forward(Duration.ofMinutes(11));
    assertThat(location(late.get(lateAnswer))).isEqualTo("/login?failed=refused");
  }

  @Test
  void whoGivesUpAtTheProviderMayTryAgain() {
    LoginServer.Browser browser = server.browser();
    String away = location(browser.get(location(browser.get("/login?to=/console/x"))));
    String refused = "/login/oauth2/code/oidc?error=access_denied&state=" + IdentityProvider.query(away).get("state").replace("=", "%3D");
    assertThat(location(browser.get(refused))).isEqualTo("/login?failed=refused&to=%2Fconsole%2Fx");
  }

  @Test
  void groupsMayLieDeeperAndANameMayBeMissing() throws IOException {
    server.close();
    Path secret = Files.writeString(temp.resolve("secret"), IdentityProvider.SECRET);
    server = LoginServer.start(ProxySettings.of(RepositorySettings.of("file:///nowhere"), temp,
        new ProxySettings.Login.Oidc(provider.issuer(), IdentityProvider.CLIENT, "file:" + secret, "realm_access.roles"))
        .withPublicUrls(Set.of(URI.create("https://consoles.example"), URI.create("http://own.example:81"))));
    provider.claims(Map.of("realm_access", Map.of("roles", List.of("operators", 7)), "sub", "user-1"));
    LoginServer.Browser browser = server.browser();
    String away = location(browser.get(location(browser.get("/login"))));
    assertThat(IdentityProvider.query(away)).as("of the settings, whatever the Host header says")
        .containsEntry("redirect_uri", "https://consoles.example/login/oauth2/code/oidc");
    browser.get(provider.answer(away));
    assertThat(browser.get("/api/who").body()).startsWith("user-1 [operators]");
  }

  @Test
  void aProviderThatIsAwayIsSaidAndComesBack() {
    provider.away(true);
    HttpResponse<String> page = server.browser().get("/login");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body()).contains("PVF-0746");
    provider.away(false);
    server.clock.forward(Duration.ofSeconds(6));
    assertThat(location(server.browser().get("/login"))).startsWith("/oauth2/authorization/oidc");
  }

  @Test
  void logoutDoesNotLogInAgain() {
    LoginServer.Browser browser = server.browser();
    browser.get(provider.answer(location(browser.get(location(browser.get("/login"))))));
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(200);
    assertThat(browser.post("/logout", Map.of(), "X-Pvefleet", "1").statusCode()).isEqualTo(204);
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
    HttpResponse<String> out = browser.get("/login?out");
    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(out.body()).contains("You are logged out");
  }

  @Test
  void noLogHoldsATokenACodeOrTheSecret() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    lines.start();
    log.addAppender(lines);
    try {
      aTokenThatIsNotTheProvidersForUsAndForNowLetsNobodyIn();
      provider.sound();
      LoginServer.Browser browser = server.browser();
      browser.get(provider.answer(location(browser.get(location(browser.get("/login"))))));
    } finally {
      log.detachAppender(lines);
    }
    String all = lines.list.stream().map(e -> e.getFormattedMessage() + e.getKeyValuePairs()).toList().toString();
    assertThat(all).contains("PVF-0747", "user=\"kim\"").doesNotContain(IdentityProvider.SECRET, "eyJ", IdentityProvider.CODE);
  }
}
