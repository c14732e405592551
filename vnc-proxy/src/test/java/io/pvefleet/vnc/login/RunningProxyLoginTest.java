package io.pvefleet.vnc.login;

import static io.pvefleet.vnc.login.LoginServer.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pvefleet.process.settings.RepositorySettings;
import io.pvefleet.process.settings.SettingsFault;
import io.pvefleet.vnc.catalog.Repository;
import io.pvefleet.vnc.settings.ProxySettings;
import io.pvefleet.vnc.web.ConsoleProxy;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** The login in front of the proxy as it runs. */
class RunningProxyLoginTest {
  private static final String PASSWORD = "correct horse";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path temp;

  @Test
  void whoLogsInGetsWhatThePoliciesOfTheNewestCommitGive() throws IOException {
    Repository repository = new Repository(temp.resolve("origin"));
    repository.file("access/p.yaml", "# none yet\n").commit("No policy");
    Path token = Files.writeString(temp.resolve("audit-token"), "audit-4711");
    Path users = Files.writeString(temp.resolve("users"), "kim:" + BCrypt.hashpw(PASSWORD, BCrypt.gensalt(10)) + ":operators\n");
    try (ConsoleProxy proxy = ConsoleProxy.run(settings(repository, users).withAuditToken("file:" + token))) {
      LoginServer.Browser kim = new LoginServer.Browser(proxy.address());
      assertThat(location(kim.get("/"))).isEqualTo("/login?to=%2F");
      assertThat(connect(kim, proxy).statusCode()).isEqualTo(401);
      assertThat(location(kim.login("kim", PASSWORD, "/"))).isEqualTo("/");
      assertThat(kim.get("/").body()).contains("kim");

      HttpResponse<String> refused = awaitCode(kim, proxy, "PVF-0730");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("no access policy in the fleet repository", "AccessPolicy가 없어");

      repository.policy("group", "cleaners").commit("For others");
      assertThat(awaitCode(kim, proxy, "PVF-0705").statusCode()).isEqualTo(403);

      HttpRequest.Builder audit = HttpRequest.newBuilder(proxy.address().resolve("/api/vnc/audit"));
      assertThat(new LoginServer.Browser(proxy.address()).send(audit.copy().header("Authorization", "Bearer audit-4711")).statusCode())
          .isEqualTo(200);
      assertThat(new LoginServer.Browser(proxy.address()).send(audit.copy().header("Authorization", "Bearer audit-4712")).statusCode())
          .isEqualTo(401);
      assertThat(new LoginServer.Browser(proxy.address()).send(audit.copy()).statusCode()).isEqualTo(401);
      assertThat(kim.send(audit.copy()).statusCode()).isEqualTo(200);

      assertThat(kim.send(HttpRequest.newBuilder(proxy.address().resolve("/logout")).header("X-Pvefleet", "1")
          .POST(HttpRequest.BodyPublishers.noBody())).statusCode()).isEqualTo(204);
      assertThat(connect(kim, proxy).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aLoginOutlivesARestartButNotAChangedPassword() throws IOException {
    Repository repository = new Repository(temp.resolve("origin"));
    repository.policy("group", "operators").commit("For operators");
    Path users = Files.writeString(temp.resolve("users"), "kim:" + BCrypt.hashpw(PASSWORD, BCrypt.gensalt(10)) + ":operators\n");
    LoginServer.Browser kim;
    int port;
    try (ConsoleProxy proxy = ConsoleProxy.run(settings(repository, users))) {
      kim = new LoginServer.Browser(proxy.address());
      kim.login("kim", PASSWORD, "/");
      port = proxy.address().getPort();
    }
    assertThat(Files.getPosixFilePermissions(temp.resolve("state/logins"))).hasToString("[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE]");
    try (ConsoleProxy proxy = ConsoleProxy.run(settings(repository, users).listeningOn("127.0.0.1", port))) {
      assertThat(kim.get("/").statusCode()).as("still logged in at " + proxy.address()).isEqualTo(200);
    }
    Files.writeString(users, "kim:" + BCrypt.hashpw("another", BCrypt.gensalt(10)) + ":operators\n");
    try (ConsoleProxy proxy = ConsoleProxy.run(settings(repository, users).listeningOn("127.0.0.1", port))) {
      assertThat(location(kim.get("/"))).as("at " + proxy.address()).startsWith("/login");
    }
  }

  @Test
  void mistakesOfTheUserFileAreThoseOfSettings() throws IOException {
    Repository repository = new Repository(temp.resolve("origin"));
    Path users = Files.writeString(temp.resolve("users"), "kim:secret-in-clear\n");
    Throwable thrown = catchThrowable(() -> ConsoleProxy.run(settings(repository, users)).close());
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof SettingsFault)) {
      cause = cause.getCause();
    }
    assertThat(cause).isInstanceOf(SettingsFault.class).hasMessageContaining("PVF-0741");
    assertThat(String.valueOf(thrown)).doesNotContain("secret-in-clear");
  }

  /** Asks until the answer is that of the commit which was just made. */
  private static HttpResponse<String> awaitCode(LoginServer.Browser browser, ConsoleProxy proxy, String code) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> answer = connect(browser, proxy);
    while (!answer.body().contains(code) && System.nanoTime() < until) {
      Thread.onSpinWait();
      answer = connect(browser, proxy);
    }
    assertThat(answer.body()).contains(code);
    return answer;
  }

  private static HttpResponse<String> connect(LoginServer.Browser browser, ConsoleProxy proxy) {
    return browser.send(HttpRequest.newBuilder(proxy.address().resolve("/api/vnc/connect")).header("X-Pvefleet", "1")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"host\": \"seoul-001\", \"vmid\": 102}")));
  }

  private ProxySettings settings(Repository repository, Path users) {
    return ProxySettings.of(
        RepositorySettings.of(repository.folder().toUri().toString()).withPoll(Duration.ofMillis(200)), temp.resolve("state"),
        new ProxySettings.Login.Users(users)).listeningOn("127.0.0.1", 0);
  }
}
