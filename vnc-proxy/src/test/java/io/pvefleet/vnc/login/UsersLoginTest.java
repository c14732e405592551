package io.pvefleet.vnc.login;

import static io.pvefleet.vnc.login.LoginServer.location;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.vnc.settings.ProxySettings;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import org.springframework.security.crypto.bcrypt.BCrypt;

class UsersLoginTest {
  private static final String PASSWORD = "correct horse 말";
  private static final String HASH = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(10));

  @TempDir private static Path temp;
  private Path file;
  private LoginServer server;

  @BeforeEach
  void start() throws IOException {
    file = Files.createTempFile(temp, "users", "");
    Files.writeString(file, "# people\nkim:" + HASH + ":operators, till-support\nlee:" + HASH + "\n");
    server = LoginServer.start(settings());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ProxySettings settings() {
    return ProxySettings.of(RepositorySettings.of("file:///nowhere"), temp, new ProxySettings.Login.Users(file));
  }

  @Test
  void apiWithoutALoginIsAProblemAndAPageAWayToTheLogin() {
    HttpResponse<String> api = server.browser().get("/api/who");
    assertThat(api.statusCode()).isEqualTo(401);
    assertThat(api.headers().firstValue("Content-Type")).hasValueSatisfying(type ->
        assertThat(type).startsWith("application/problem+json"));
    assertThat(api.body()).contains("PVF-0740", "\"ko\"", "\"en\"");
    HttpResponse<String> page = server.browser().get("/console/abc?x=1&y=2");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(location(page)).isEqualTo("/login?to=%2Fconsole%2Fabc%3Fx%3D1%26y%3D2");
    assertThat(server.browser().get("/assets/x.css").body()).isEqualTo("nobody");
    assertThat(server.browser().send(HttpRequest.newBuilder(server.address().resolve("/actuator/health"))).statusCode()).isEqualTo(200);
    assertThat(server.browser().get("/api/vnc/socket/1").body()).as("closed with a code of its own").isEqualTo("nobody");
    assertThat(server.browser().get("/actuator/env").statusCode()).isEqualTo(302);
  }

  @Test
  void whoLogsInIsKnownWithGroupsAndGoesWhereHeWanted() {
    LoginServer.Browser browser = server.browser();
    HttpResponse<String> in = browser.login("kim", PASSWORD, "/console/abc?x=1");
    assertThat(in.statusCode()).isEqualTo(302);
    assertThat(location(in)).isEqualTo("/console/abc?x=1");
    assertThat(browser.get("/api/who").body()).isEqualTo("kim [operators, till-support] 32 from 127.0.0.1");
    assertThat(location(browser.get("/login?to=/console/x"))).as("who is in needs no form").isEqualTo("/console/x");
    LoginServer.Browser other = server.browser();
    other.login("lee", PASSWORD, "/");
    assertThat(other.get("/api/who").body()).startsWith("lee []");
  }

  @Test
  void theSessionCookieIsForThisSiteAndNoScript() {
    LoginServer.Browser browser = server.browser();
    HttpResponse<String> in = browser.login("kim", PASSWORD, "/");
    List<String> set = in.headers().allValues("Set-Cookie").stream().filter(c -> c.startsWith("pvefleet-console=")).toList();
    assertThat(set).singleElement().asString().contains("HttpOnly").contains("SameSite=Strict").contains("Path=/").doesNotContain("Secure");
    assertThat(in.body()).isEmpty();
  }

  @Test
  void behindTlsCookiesAreLockedToIt() {
    server.close();
    server = LoginServer.start(settings().withPublicUrls(Set.of(URI.create("https://consoles.example"))));
    HttpResponse<String> page = server.browser().get("/login");
    String form = page.headers().allValues("Set-Cookie").getFirst();
    assertThat(form).startsWith("__Host-pvefleet-console-form=").contains("Secure").contains("HttpOnly").contains("SameSite=Strict");
    String token = server.browser().token(page.body());
    HttpResponse<String> in = server.browser().send(HttpRequest.newBuilder(server.address().resolve("/login"))
        .header("Content-Type", "application/x-www-form-urlencoded").header("Cookie", form.substring(0, form.indexOf(';')))
        .POST(HttpRequest.BodyPublishers.ofString("username=kim&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)
            + "&_csrf=" + token)));
    assertThat(in.headers().allValues("Set-Cookie")).anySatisfy(cookie ->
        assertThat(cookie).startsWith("__Host-pvefleet-console=").contains("Secure").contains("Path=/").doesNotContain("Domain"));
  }

  @Test
  void aSessionFromBeforeTheLoginIsNotTheOneAfterIt() {
    LoginServer.Browser victim = server.browser();
    victim.login("kim", PASSWORD, "/");
    String before = session(victim);
    LoginServer.Browser other = server.browser();
    String form = other.token(other.get("/login").body());
    // Who is logged in logs in once more, over the session that somebody may have planted.
    HttpResponse<String> again = other.send(HttpRequest.newBuilder(server.address().resolve("/login"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Cookie", "pvefleet-console=" + before)
        .POST(HttpRequest.BodyPublishers.ofString("username=lee&password=" + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8)
            + "&_csrf=" + form)));
    assertThat(location(again)).isEqualTo("/");
    assertThat(again.headers().allValues("Set-Cookie")).anySatisfy(cookie ->
        assertThat(cookie).startsWith("pvefleet-console=").doesNotContain(before));
    assertThat(victim.get("/api/who").statusCode()).as("the old session is nobody's").isEqualTo(401);
  }

  private static String session(LoginServer.Browser browser) {
    return browser.cookies.getCookieStore().getCookies().stream().filter(c -> c.getName().equals("pvefleet-console")).findFirst()
        .orElseThrow().getValue();
  }

  @Test
  void wrongPasswordAndUnknownUserLookAlike() {
    HttpResponse<String> wrong = server.browser().login("kim", "guess", "/console/x");
    HttpResponse<String> unknown = server.browser().login("nobody", "guess", "/console/x");
    assertThat(wrong.statusCode()).isEqualTo(unknown.statusCode()).isEqualTo(302);
    assertThat(location(wrong)).isEqualTo(location(unknown)).isEqualTo("/login?failed=wrong&to=%2Fconsole%2Fx");
    HttpResponse<String> page = server.browser().get(location(wrong), "Accept-Language", "ko");
    assertThat(page.statusCode()).isEqualTo(401);
    assertThat(page.body()).contains("PVF-0742", "이름이나 비밀번호가 맞지 않습니다", "value=\"/console/x\"");
  }

  @Test
  void guessingIsSlowedForTheGuesserAndNotForTheColleague() {
    LoginServer.Browser guesser = server.browser();
    for (int i = 0; i < 5; i++) {
      assertThat(location(guesser.login("kim", "guess" + i, "/"))).isEqualTo("/login?failed=wrong");
    }
    assertThat(location(guesser.login("kim", PASSWORD, "/"))).as("not even looked at").isEqualTo("/login?failed=later");
    assertThat(guesser.get("/login?failed=later").statusCode()).isEqualTo(429);
    assertThat(location(server.browser().login("lee", PASSWORD, "/"))).isEqualTo("/");
    server.clock.forward(Duration.ofSeconds(31));
    assertThat(location(guesser.login("kim", PASSWORD, "/"))).isEqualTo("/");
  }

  @Test
  void nobodyIsSentToAnotherSite() {
    assertThat(location(server.browser().login("kim", PASSWORD, "https://evil.example"))).isEqualTo("/");
    assertThat(location(server.browser().login("kim", PASSWORD, "//evil.example"))).isEqualTo("/");
    assertThat(server.browser().get("/login?to=//evil.example").body()).contains("name=\"to\" value=\"/\"");
  }

  @Test
  void aFormOfAnotherSiteLogsNobodyIn() {
    LoginServer.Browser browser = server.browser();
    HttpResponse<String> without = browser.post("/login", Map.of("username", "kim", "password", PASSWORD));
    assertThat(location(without)).isEqualTo("/login?failed=stale");
    String foreign = server.browser().token(server.browser().get("/login").body());
    browser.get("/login");
    HttpResponse<String> other = browser.post("/login", Map.of("username", "kim", "password", PASSWORD, "_csrf", foreign));
    assertThat(location(other)).isEqualTo("/login?failed=stale");
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
  }

  @Test
  void logoutEndsTheSessionAndNeedsAFormOrOurHeader() {
    LoginServer.Browser browser = server.browser();
    browser.login("kim", PASSWORD, "/");
    assertThat(browser.get("/logout").statusCode()).as("no link logs anybody out").isEqualTo(404);
    assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(403);
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(200);
    assertThat(browser.post("/logout", Map.of(), "X-Pvefleet", "1").statusCode()).isEqualTo(204);
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
    browser.login("kim", PASSWORD, "/");
    String token = server.browser().token(browserForm(browser));
    assertThat(location(browser.post("/logout", Map.of("_csrf", token)))).isEqualTo("/login?out");
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
  }

  /** The form of somebody who is not logged in, with the cookies of one who is: the token belongs to the browser, not to the login. */
  private String browserForm(LoginServer.Browser browser) {
    List<HttpCookie> session = browser.cookies.getCookieStore().getCookies().stream()
        .filter(c -> c.getName().equals("pvefleet-console")).toList();
    session.forEach(c -> browser.cookies.getCookieStore().remove(server.address(), c));
    String body = browser.get("/login").body();
    session.forEach(c -> browser.cookies.getCookieStore().add(server.address(), c));
    return body;
  }

  @Test
  void aLoginLastsTwelveHours() {
    LoginServer.Browser browser = server.browser();
    browser.login("kim", PASSWORD, "/");
    server.clock.forward(Duration.ofHours(12).minusSeconds(1));
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(200);
    server.clock.forward(Duration.ofSeconds(2));
    assertThat(browser.get("/api/who").statusCode()).isEqualTo(401);
    assertThat(browser.get("/").statusCode()).isEqualTo(302);
  }

  @Test
  void aChangeOfTheFileReachesThoseWhoAreLoggedIn() throws IOException {
    LoginServer.Browser kim = server.browser();
    kim.login("kim", PASSWORD, "/");
    LoginServer.Browser lee = server.browser();
    lee.login("lee", PASSWORD, "/");
    Files.writeString(file, "kim:" + HASH + ":cleaners\nlee:" + BCrypt.hashpw("new", BCrypt.gensalt(10)) + "\n");
    assertThat(kim.get("/api/who").body()).startsWith("kim [cleaners]");
    assertThat(lee.get("/api/who").statusCode()).as("another password").isEqualTo(401);
    Files.writeString(file, "kim:broken\n");
    assertThat(kim.get("/api/who").body()).as("a broken file changes nothing").startsWith("kim [cleaners]");
    Files.writeString(file, "park:" + HASH + "\n");
    assertThat(kim.get("/api/who").statusCode()).as("removed").isEqualTo(401);
    assertThat(location(server.browser().login("park", PASSWORD, "/"))).isEqualTo("/");
  }

  @Test
  void logsNameThePersonAndNeverThePassword() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger("io.pvefleet.vnc.login");
    lines.start();
    log.addAppender(lines);
    try {
      LoginServer.Browser browser = server.browser();
      browser.login("kim", "hunter2-wrong", "/");
      browser.login("hunter2-as-name", "x", "/");
      browser.login("kim", PASSWORD, "/");
      browser.post("/logout", Map.of(), "X-Pvefleet", "1");
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list).extracting(ILoggingEvent::getMessage)
        .containsExactly("A login failed", "A login failed", "Logged in", "Logged out");
    String all = lines.list.stream().map(e -> e.getFormattedMessage() + e.getKeyValuePairs()).toList().toString();
    assertThat(all).contains("user=\"kim\"", "from=\"127.0.0.1\"", "user=\"unknown\"").doesNotContain("hunter2", PASSWORD, HASH);
  }

  @Test
  void writingNeedsALoginAndTheAuditTrailTakesATokenOnlyToRead() {
    HttpRequest.Builder delete = HttpRequest.newBuilder(server.address().resolve("/api/thing")).DELETE();
    assertThat(server.browser().send(delete).statusCode()).isEqualTo(401);
    LoginServer.Browser browser = server.browser();
    browser.login("kim", PASSWORD, "/");
    assertThat(browser.send(HttpRequest.newBuilder(server.address().resolve("/api/thing")).DELETE()).body()).isEqualTo("deleted by kim");
    assertThat(server.browser().get("/api/vnc/audit").statusCode()).isEqualTo(401);
    assertThat(server.browser().get("/api/vnc/audit", "Authorization", "Bearer t").body()).as("judged by the trail").isEqualTo("nobody");
    assertThat(server.browser().get("/api/who", "Authorization", "Bearer t").statusCode()).isEqualTo(401);
    assertThat(server.browser().post("/api/vnc/audit", Map.of(), "Authorization", "Bearer t").statusCode()).isEqualTo(401);
  }
}
