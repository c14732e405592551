package io.pvefleet.vnc.page;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The real pages in a real browser, over a proxy that does what the test says. */
abstract class BrowserCase {
  static FakeProxy proxy;
  static Chromium chromium;
  ConsoleTab tab;

  @BeforeAll
  static void start() throws IOException {
    if (!Chromium.isInstalled()) {
      System.out.println("SKIPPED: needs Chromium and chromedriver in /usr/bin; the console's pages were not looked at");
    }
    Assumptions.assumeTrue(Chromium.isInstalled(), "no Chromium or no chromedriver on this machine");
    proxy = FakeProxy.start(3, 5, 0);
    chromium = Chromium.start(Chromium.Scripts.ON);
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
      chromium = null;
    }
    if (proxy != null) {
      proxy.close();
      proxy = null;
    }
  }

  @BeforeEach
  void desk() {
    chromium.desk();
    proxy.consoles().allow();
    tab = new ConsoleTab(chromium, proxy.base());
  }

  FakeConsoles consoles() {
    return proxy.consoles();
  }

  FakeScreen screen() {
    return (FakeScreen) proxy.consoles().guest();
  }
}
