package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.simulator.screen.KeyEvent;
import io.pvefleet.pve.simulator.screen.QemuVnc;
import io.pvefleet.pve.simulator.screen.SimulatedScreen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** From logging in to the guest's own keyboard, through everything that there is between. */
class WholeProxyBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static WholeProxy proxy;
  private static Chromium chromium;
  private ConsoleTab tab;

  @BeforeAll
  static void start() throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: needs Chromium and chromedriver in /usr/bin; no console was opened in a browser");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    proxy = new WholeProxy(folder);
    chromium = Chromium.start(Chromium.Scripts.ON);
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (proxy != null) {
      proxy.close();
    }
  }

  @BeforeEach
  void logIn() {
    chromium.desk();
    tab = new ConsoleTab(chromium, proxy.base());
    logInAs("kim");
  }

  @Test
  void oneLogsInClicksAVmAndSeesItsScreen() {
    assertThat(tab.text(".who b")).isEqualTo("kim");
    assertThat(tab.text("section.site h2")).contains("서울 1호점");
    String list = chromium.driver().getWindowHandle();
    // The other tests used this tab for consoles, and its name would be found.
    tab.script("window.name = ''");
    tab.click("a.open");
    tab.await("a tab", () -> chromium.driver().getWindowHandles().size() == 2);
    chromium.driver().switchTo().window(
        chromium.driver().getWindowHandles().stream().filter(one -> !one.equals(list)).findFirst().orElseThrow());
    tab.awaitState("open");
    assertThat(chromium.driver().getTitle()).isEqualTo("● pos-01 · 서울 1호점");
    assertThat(colours()).as("more than one colour is drawn").hasSizeGreaterThan(2);
    assertThat(tab.complaints()).isEmpty();
    tab.shoot("whole-screen");
    chromium.driver().close();
    chromium.driver().switchTo().window(list);
  }

  @Test
  void typingAndPointerArriveAtTheGuest() throws InterruptedException {
    tab.console(till(""));
    int keys = screen().keys().size();
    new Actions(chromium.driver()).moveToElement(tab.find("#display canvas"), 20, 10).click()
        .sendKeys("ls" + Keys.RETURN).perform();
    awaits(screen -> screen.keys().size() >= keys + 6);
    assertThat(screen().keys().subList(keys, keys + 6)).extracting(KeyEvent::scancode).as("QEMU's key events").containsExactly(
        0x26, 0x26, 0x1f, 0x1f, 0x1c, 0x1c);
    awaits(screen -> screen.pointers().stream().anyMatch(pointer -> pointer.buttons() == 1));
  }

  @Test
  void aRealQemuShowsItsScreenInTheBrowser(@TempDir Path here) throws Exception {
    if (QemuVnc.program().isEmpty()) {
      System.out.println("SKIPPED: qemu-system-x86_64 is not installed; no real QEMU was shown in a browser");
    }
    Assumptions.assumeTrue(QemuVnc.program().isPresent(), "QEMU is not installed");
    SimulatedScreen simulated = screen();
    try (QemuVnc qemu = QemuVnc.start(here, "pos-01", List.of())) {
      proxy.host().attach(WholeProxy.TILL, qemu.display());
      tab.console(till(""));
      tab.await("the text of its firmware", () -> colours().size() >= 2);
      tab.shoot("whole-qemu");
      assertThat(tab.complaints()).isEmpty();
    } finally {
      proxy.host().attach(WholeProxy.TILL, simulated);
    }
  }

  @Test
  void hangulSentAsTextIsComposedByTheGuest() throws InterruptedException {
    tab.console(till(""));
    tab.click("#text-button");
    tab.script("document.querySelector('#text').value = '안녕하세요, POS 2번! 값이 없음'");
    tab.click("#text-send");
    tab.await("sent", () -> tab.text("#text-said").equals("Sent."));
    awaits(screen -> screen.typed().endsWith("안녕하세요, POS 2번! 값이 없음"));
    tab.shoot("whole-hangul");
  }

  @Test
  void ctrlAltDelArrives() throws InterruptedException {
    tab.console(till(""));
    int before = screen().keys().size();
    tab.click("[data-keys=ctrl-alt-del]");
    awaits(screen -> screen.keys().size() >= before + 6);
    assertThat(screen().keys().subList(before, before + 6)).extracting(KeyEvent::keysym)
        .containsExactly(0xffe3L, 0xffe9L, 0xffffL, 0xffffL, 0xffe9L, 0xffe3L);
  }

  @Test
  void viewerSeesAndNothingArrives() throws InterruptedException {
    logInAs("lee");
    assertThat(tab.find("a.open").getDomAttribute("href")).endsWith("&mode=view");
    int keys = screen().keys().size();
    int pointers = screen().pointers().size();
    tab.open("/console?" + till(""));
    tab.awaitState("refused");
    assertThat(tab.text("#code")).isEqualTo("PVF-0705");
    tab.shoot("whole-refused");
    tab.click("#ways [data-way=watch]");
    tab.awaitState("open");
    assertThat(tab.text("#badge")).isEqualTo("View only");
    assertThat(colours()).hasSizeGreaterThan(2);
    new Actions(chromium.driver()).moveToElement(tab.find("#display canvas"), 0, 0).click().sendKeys("xyz").perform();
    // The screen has a clock: what the page had sent would have come before its next request for a picture.
    Optional<Instant> asked = screen().lastUpdateRequest();
    awaits(screen -> !screen.lastUpdateRequest().equals(asked));
    assertThat(screen().keys()).hasSize(keys);
    assertThat(screen().pointers()).hasSize(pointers);
  }

  @Test
  void pageComesBackByItselfWhenTheProxyIsRestarted() {
    tab.console(till(""));
    proxy.restart();
    tab.await("the loss is seen", () -> !tab.state().equals("open"));
    tab.awaitState("open");
    tab.shoot("whole-restart");
  }

  @Test
  void pageSaysSoWhereTheLoginIsNotKnownAnyMoreAndComesBackAfterIt() {
    tab.console(till(""));
    tab.forgetCookies();
    proxy.restart();
    tab.await("the loss is seen", () -> !tab.state().equals("open"));
    tab.awaitState("refused");
    tab.click("#ways a.main");
    enter("kim", WholeProxy.PASSWORD);
    tab.awaitState("open");
  }

  @Test
  void pageComesBackWhenTheHostCutsTheConsole() {
    tab.console(till(""));
    int connections = screen().connectionsEver();
    proxy.host().cutConsoles();
    tab.await("another connection", () -> screen().connectionsEver() > connections);
    tab.awaitState("open");
  }

  @Test
  void stoppedGuestIsExplainedAndOpensOnceItRuns() {
    tab.open("/console?host=" + proxy.host().name() + "&vmid=" + WholeProxy.OFF + "&lang=ko");
    tab.awaitState("waiting");
    assertThat(tab.text("#code")).isEqualTo("PVF-0707");
    assertThat(tab.text("#cause")).matches(".*[가-힣].*");
    tab.shoot("whole-stopped");
    proxy.host().keyboard().start(WholeProxy.OFF);
    tab.awaitState("open");
  }

  @Test
  void terminalEchoesWhatIsTyped() {
    tab.console(till("&display=terminal"));
    tab.find(".xterm-helper-textarea").sendKeys("echo 안녕" + Keys.ENTER);
    tab.await("the guest heard it", () -> proxy.host().terminal(WholeProxy.TILL).lines().contains("echo 안녕"));
    tab.await("the echo",
        () -> String.valueOf(tab.script("return document.querySelector('.xterm-rows').textContent")).contains("안녕"));
    assertThat(tab.complaints()).isEmpty();
    tab.shoot("whole-terminal");
  }

  @Test
  void whoIsNotLoggedInIsAskedToAndComesBack() {
    tab.open("/?lang=en");
    tab.click(".who button");
    awaitLoginPage();
    tab.shoot("whole-login");
    tab.open("/console?" + till(""));
    awaitLoginPage();
    enter("kim", "wrong password");
    tab.await("the refusal", () -> tab.all("[role=alert]").size() == 1);
    tab.shoot("whole-login-wrong");
    enter("kim", WholeProxy.PASSWORD);
    tab.awaitState("open");
  }

  private void logInAs(String user) {
    chromium.driver().manage().deleteAllCookies();
    tab.open("/login?lang=en");
    enter(user, WholeProxy.PASSWORD);
    tab.await("the list", () -> !tab.all("tr[data-guest]").isEmpty());
  }

  private void awaitLoginPage() {
    tab.await("the login", () -> String.valueOf(chromium.driver().getCurrentUrl()).contains("/login"));
  }

  private void enter(String user, String password) {
    tab.await("the form", () -> !tab.all("[name=password]").isEmpty());
    tab.find("[name=username]").sendKeys(user);
    tab.find("[name=password]").sendKeys(password + Keys.ENTER);
    tab.await("an answer", () -> tab.all("[name=password]").stream().allMatch(field -> "".equals(field.getDomProperty("value"))));
  }

  private static String till(String more) {
    return "host=" + proxy.host().name() + "&vmid=" + WholeProxy.TILL + "&lang=en" + more;
  }

  private static SimulatedScreen screen() {
    return proxy.host().screen(WholeProxy.TILL);
  }

  private static void awaits(Predicate<SimulatedScreen> wanted) throws InterruptedException {
    assertThat(screen().await(wanted, PATIENCE)).as("typed so far: %s", screen().typed()).isTrue();
  }

  /** The different colours on a grid over the picture. */
  private Set<Integer> colours() {
    Set<Integer> colours = new HashSet<>();
    List<?> pixels =
        (List<?>) tab.script(
            """
            const canvas = document.querySelector('#display canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const found = new Set();
            for (let i = 0; i < data.length; i += 4 * 37) found.add(data[i] * 65536 + data[i + 1] * 256 + data[i + 2]);
            return [...found].slice(0, 50);
            """);
    pixels.forEach(pixel -> colours.add(((Number) pixel).intValue()));
    return colours;
  }
}
