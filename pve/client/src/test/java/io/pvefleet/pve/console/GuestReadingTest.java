package io.pvefleet.pve.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.pve.console.ConsoleEnd.Cause;
import io.pvefleet.pve.http.SocketHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a guest around its consoles: whether it runs, what it shows itself on, why a console ended. */
class GuestReadingTest {

  @TempDir static Path folder;
  private static Path keys;

  @BeforeAll
  static void makeKeys() {
    keys = SocketHost.keys(folder, "pve1");
  }

  @Test
  void theReasonIsReadFromTheTask() throws IOException {
    assertThat(ended("Failed to run vncproxy.", "VM 101 not running", "TASK ERROR: Failed to run vncproxy."))
        .isEqualTo(new ConsoleEnd(Cause.NOT_RUNNING, "VM 101 not running; Failed to run vncproxy."));
    assertThat(ended("connection timed out", "TASK ERROR: connection timed out"))
        .isEqualTo(new ConsoleEnd(Cause.NOT_CONNECTED, "connection timed out"));
    assertThat(ended("OK", "TASK OK")).isEqualTo(new ConsoleEnd(Cause.CLOSED, ""));
    assertThat(ended("command '/usr/bin/termproxy 5900' failed: exit code 1", "invalid authentication - 401 Unauthorized").cause())
        .isEqualTo(Cause.TOKEN_REFUSED);
    assertThat(ended("unable to open console", "TASK ERROR: unable to open console").cause()).isEqualTo(Cause.FAILED);
    assertThat(ended("unexpected status", "no content").cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(ended("x".repeat(900), "y".repeat(900)).text()).hasSizeLessThan(510);
  }

  @Test
  void stateTellsTypeAndPower() throws IOException {
    assertThat(state("{\"data\":{\"status\":\"running\",\"qmpstatus\":\"running\",\"name\":\"pos-0012\"}}"))
        .isEqualTo(new GuestState(GuestState.Power.RUNNING, Optional.of(GuestType.QEMU), "pos-0012"));
    assertThat(state("{\"data\":{\"status\":\"running\",\"qmpstatus\":\"paused\"}}").power()).isEqualTo(GuestState.Power.PAUSED);
    assertThat(state("{\"data\":{\"status\":\"stopped\",\"qmpstatus\":\"stopped\"}}").power())
        .isEqualTo(GuestState.Power.STOPPED);
    assertThat(state("{\"data\":{\"status\":\"unknown\"}}").power()).isEqualTo(GuestState.Power.UNKNOWN);
  }

  @Test
  void aContainerIsFoundWhereThereIsNoVm() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> {
      if (exchange.head.contains("/qemu/")) {
        exchange.answer("500 Configuration file 'nodes/pve1/qemu-server/200.conf' does not exist", "{\"data\":null}");
      } else {
        exchange.answer("200 OK", "{\"data\":{\"status\":\"running\",\"name\":\"proxy\"}}");
      }
    })) {
      assertThat(bench.byToken().state(200))
          .isEqualTo(new GuestState(GuestState.Power.RUNNING, Optional.of(GuestType.LXC), "proxy"));
    }
  }

  @Test
  void whatIsNeitherIsAbsent() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer(
        "500 Configuration file 'nodes/pve1/" + (exchange.head.contains("/qemu/") ? "qemu-server" : "lxc")
            + "/4711.conf' does not exist", "{\"data\":null}"))) {
      assertThat(bench.byToken().state(4711)).isEqualTo(GuestState.absent());
    }
  }

  @Test
  void displaysAreReadFromTheRunningConfiguration() throws IOException {
    assertThat(displays("{}")).isEqualTo(new GuestDisplays(true, false, false, Optional.empty()));
    assertThat(displays("{\"vga\":\"none\",\"serial2\":\"socket\"}"))
        .isEqualTo(new GuestDisplays(false, true, false, Optional.of("serial2")));
    assertThat(displays("{\"vga\":\"type=qxl,memory=32\",\"serial0\":\"socket\"}"))
        .isEqualTo(new GuestDisplays(true, true, false, Optional.of("serial0")));
    assertThat(displays("{\"vga\":\"serial0\",\"serial0\":\"socket\"}"))
        .isEqualTo(new GuestDisplays(true, true, true, Optional.of("serial0")));
  }

  private static GuestDisplays displays(String config) throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer("200 OK", "{\"data\":" + config + "}"))) {
      return bench.byToken().displays(GuestType.QEMU, 100);
    }
  }

  private static GuestState state(String answer) throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer("200 OK", answer))) {
      return bench.byToken().state(100);
    }
  }

  private static ConsoleEnd ended(String exitStatus, String... log) throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> {
      if (exchange.head.contains("/log?")) {
        exchange.answer("200 OK", "{\"data\":[" + Arrays.stream(log).map(l -> "{\"t\":\"" + l + "\"}")
            .collect(Collectors.joining(",")) + "]}");
      } else if (exchange.head.contains("/status ")) {
        exchange.answer("200 OK", "{\"data\":{\"status\":\"stopped\",\"exitstatus\":\"" + exitStatus + "\"}}");
      } else {
        exchange.answer("200 OK", ConsoleBench.termAnswer("root@pam!full"));
      }
    })) {
      PveConsoles consoles = bench.byToken();
      return consoles.end(consoles.terminal(GuestType.LXC, 101));
    }
  }
}
