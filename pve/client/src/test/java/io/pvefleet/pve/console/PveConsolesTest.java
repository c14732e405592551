package io.pvefleet.pve.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.console.ConsoleEnd.Cause;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.NotFound;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.Secret;
import io.pvefleet.pve.http.SocketHost;
import io.pvefleet.pve.http.SocketHost.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets and sockets, against answers as they were recorded from a real host. */
class PveConsolesTest {

  private static final String LOGIN_ANSWER =
      "{\"data\":{\"ticket\":\"PVE:root@pam:6B02::x\",\"CSRFPreventionToken\":\"6B02:c\"}}";
  private static final String REFUSED = "value 'root@pam!full' does not look like a valid user name";
  private static final String SERIAL_CONFIG = "{\"data\":{\"vga\":\"serial1\",\"serial0\":\"socket\",\"serial1\":\"socket\"}}";

  @TempDir static Path folder;
  private static Path keys;

  @BeforeAll
  static void makeKeys() {
    keys = SocketHost.keys(folder, "pve1");
  }

  @Test
  void aScreensTicketIsReadAsRecorded() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer("200 OK", ConsoleBench.vncAnswer("\"5900\"")))) {
      ConsoleTicket ticket = bench.byToken().screen(100);
      assertThat(bench.requests()).singleElement().asString()
          .startsWith("POST /api2/json/nodes/pve1/qemu/100/vncproxy HTTP/1.1")
          .contains("Authorization: PVEAPIToken=root@pam!full=").endsWith("\r\n\r\nwebsocket=1&generate-password=1");
      assertThat(ticket.user()).isEqualTo("root@pam!full");
      assertThat(ticket.port()).isEqualTo(5900);
      assertThat(ticket.password()).isEqualTo(Secret.of(ConsoleBench.PASSWORD));
      assertThat(ticket.ticket()).isEqualTo(Secret.of(ConsoleBench.VNC_TICKET));
      assertThat(ticket.upid().type()).isEqualTo("vncproxy");
      assertThat(ticket.toString()).contains("root@pam!full", "5900").doesNotContain(ConsoleBench.PASSWORD, "PVEVNC", "HgL");
    }
  }

  @Test
  void aPortMayAlsoBeANumber() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer("200 OK", ConsoleBench.vncAnswer("5901")))) {
      assertThat(bench.byToken().screen(100).port()).isEqualTo(5901);
    }
  }

  @Test
  void withoutAPasswordTheTicketIsThePassword() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys,
        exchange -> exchange.answer("200 OK", ConsoleBench.termAnswer("root@pam!full")))) {
      assertThat(bench.byToken().screen(100).password()).isEqualTo(Secret.of(ConsoleBench.TERM_TICKET));
    }
  }

  @Test
  void aHostThatKnowsNoGeneratedPasswordIsAskedWithout() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> {
      if (exchange.body.contains("generate-password")) {
        exchange.answer("400 Parameter verification failed.", "{\"data\":null,\"errors\":{\"generate-password\":"
            + "\"property is not defined in schema and the schema does not allow additional properties\"}}");
      } else {
        exchange.answer("200 OK", ConsoleBench.vncAnswer("\"5900\""));
      }
    })) {
      bench.byToken().screen(100);
      assertThat(bench.requests()).hasSize(2).last().asString().endsWith("\r\n\r\nwebsocket=1");
    }
  }

  @Test
  void anyOtherRefusalIsFinal() throws IOException {
    List<String> asked = List.of(
        "400 Parameter verification failed.", "403 Permission check failed (/vms/100, VM.Console)",
        "500 Configuration file 'nodes/pve1/qemu-server/4711.conf' does not exist");
    List<Class<?>> thrown = List.of(Rejected.class, Forbidden.class, NotFound.class);
    for (int i = 0; i < asked.size(); i++) {
      String status = asked.get(i);
      try (ConsoleBench bench = new ConsoleBench(keys,
        exchange -> exchange.answer(status, "{\"data\":null,\"errors\":{\"vmid\":\"no\"}}"))) {
        assertThatThrownBy(() -> bench.byToken().screen(4711)).isInstanceOf(thrown.get(i));
        assertThat(bench.requests()).hasSize(1);
      }
    }
  }

  @Test
  void aTicketWhoseAnswerWasLostIsMadeAgain() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> {
      throw new IOException("the host ends the connection without a word");
    })) {
      assertThatThrownBy(() -> bench.byToken().screen(100)).isInstanceOfSatisfying(Unreachable.class,
          u -> assertThat(u.reason()).as("nothing is left to be settled").isEqualTo(Reason.NO_ANSWER));
      assertThat(bench.requests()).hasSize(2);
    }
  }

  @Test
  void anAnswerWithoutATicketIsNone() throws IOException {
    for (String data : List.of("{}", "null", ConsoleBench.vncAnswer("\"x\""),
        ConsoleBench.vncAnswer("\"5900\"").replace("UPID:", "PID:"))) {
      String json = data.startsWith("{\"data\"") ? data : "{\"data\":" + data + "}";
      try (ConsoleBench bench = new ConsoleBench(keys, exchange -> exchange.answer("200 OK", json))) {
        assertThatThrownBy(() -> bench.byToken().screen(100)).isInstanceOfSatisfying(Unreachable.class,
            u -> assertThat(u.reason()).isEqualTo(Reason.NOT_PROXMOX)).message().doesNotContain("PVEVNC");
      }
    }
  }

  @Test
  void aConsoleIsOpenedByTheSameIdentityOnItsOwnPath() throws Exception {
    try (ConsoleBench bench = new ConsoleBench(keys, exchange -> {
      if (exchange.isUpgrade()) {
        exchange.upgrade();
        exchange.send("RFB 003.008\n");
        exchange.send(new String(exchange.receive().payload(), StandardCharsets.UTF_8));
        exchange.serveUntilClosed();
      } else {
        exchange.answer("200 OK", ConsoleBench.vncAnswer("\"5900\""));
      }
    })) {
      PveConsoles consoles = bench.byToken();
      Told told = new Told();
      try (ConsoleSocket socket = consoles.open(consoles.screen(100), told)) {
        assertThat(told.next()).isEqualTo("RFB 003.008\n");
        assertThat(socket.send("echo".getBytes(StandardCharsets.UTF_8))).isTrue();
        assertThat(told.next()).isEqualTo("echo");
      }
      assertThat(told.next()).isEqualTo("closed: closed on this side");
      assertThat(bench.requests().getLast()).startsWith(
          "GET /api2/json/nodes/pve1/qemu/100/vncwebsocket?port=5900&vncticket=Z%259B%3F-V6%3APVEVNC%3A6B026705%3A%3AHgL%2Bg%2FI7"
              + "%3D%3D HTTP/1.1\r\n").contains("Authorization: PVEAPIToken=root@pam!full=");
    }
  }

  @Test
  void aTerminalTakesTheSerialPortThatTheScreenIsOn() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, terminals(SERIAL_CONFIG))) {
      ConsoleTicket ticket = bench.byToken().terminal(GuestType.QEMU, 101);
      assertThat(bench.requests().getFirst()).startsWith("GET /api2/json/nodes/pve1/qemu/101/config?current=1 ");
      assertThat(bench.requests().getLast()).startsWith("POST /api2/json/nodes/pve1/qemu/101/termproxy ")
          .endsWith("\r\n\r\nserial=serial1");
      assertThat(ticket.type()).isEqualTo(GuestType.QEMU);
    }
  }

  @Test
  void aVmWithoutSerialPortHasNoTerminalAndTheHostIsNotAsked() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, terminals("{\"data\":{\"serial0\":\"/dev/ttyS0\"}}"))) {
      assertThatThrownBy(() -> bench.byToken().terminal(GuestType.QEMU, 100))
          .isInstanceOf(Rejected.class).hasMessageContaining("VM 100 has no serial port");
      assertThat(bench.requests()).noneMatch(r -> r.startsWith("POST"));
    }
  }

  @Test
  void aContainersTerminalNeedsNoConfiguration() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, terminals("{\"data\":null}"))) {
      assertThat(bench.byToken().terminal(GuestType.LXC, 200).type()).isEqualTo(GuestType.LXC);
      assertThat(bench.requests()).singleElement().asString()
          .startsWith("POST /api2/json/nodes/pve1/lxc/200/termproxy ");
    }
  }

  @Test
  void whereTheCallRefusesTheTokenTheLoginIsUsedForTerminalsOnly() throws Exception {
    try (ConsoleBench bench = new ConsoleBench(keys, oldHost(true))) {
      PveConsoles consoles = bench.withLogin();
      ConsoleTicket ticket = consoles.terminal(GuestType.LXC, 200);
      assertThat(ticket.user()).isEqualTo("root@pam");
      assertThat(consoles.needsLogin()).isTrue();
      Told told = new Told();
      consoles.open(ticket, told).close();
      told.next();
      assertThat(bench.requests().getLast()).contains("/lxc/200/vncwebsocket?", "Cookie: PVEAuthCookie=PVE%3Aroot");
      consoles.terminal(GuestType.LXC, 200);
      assertThat(bench.requests().stream().filter(r -> r.contains("/termproxy") && r.contains("PVEAPIToken")))
          .as("the token is tried once").hasSize(1);
      consoles.screen(100);
      assertThat(bench.requests().getLast()).contains("/vncproxy", "PVEAPIToken");
    }
  }

  @Test
  void whereTheTaskRefusesTheTokenTheNextTerminalUsesTheLogin() throws Exception {
    try (ConsoleBench bench = new ConsoleBench(keys, oldHost(false))) {
      PveConsoles consoles = bench.withLogin();
      ConsoleTicket refused = consoles.terminal(GuestType.LXC, 200);
      assertThat(refused.user()).isEqualTo("root@pam!full");
      assertThat(consoles.end(refused).cause()).isEqualTo(Cause.TOKEN_REFUSED);
      assertThat(consoles.terminal(GuestType.LXC, 200).user()).isEqualTo("root@pam");
    }
  }

  @Test
  void aLoginIsAskedForAnewAndKeptWhileItIsTheSame() throws Exception {
    try (ConsoleBench bench = new ConsoleBench(keys, oldHost(true))) {
      List<Optional<Identity.Password>> logins = new ArrayList<>(List.of(
          Optional.of(ConsoleBench.LOGIN), Optional.of(ConsoleBench.LOGIN),
          Optional.of(Identity.Password.parse("root@pam:changed")), Optional.empty()));
      PveConsoles consoles = new PveConsoles(bench.host(), "pve1", logins::removeFirst);
      consoles.terminal(GuestType.LXC, 200);
      consoles.terminal(GuestType.LXC, 200);
      consoles.terminal(GuestType.LXC, 200);
      assertThat(bench.requests().stream().filter(r -> r.contains("/access/ticket"))).as("one login for each password")
          .hasSize(2).last().asString().contains("changed");
      assertThatThrownBy(() -> consoles.terminal(GuestType.LXC, 200)).as("withdrawn").isInstanceOf(Rejected.class);
    }
  }

  @Test
  void withoutALoginTheRefusalIsTold() throws IOException {
    try (ConsoleBench bench = new ConsoleBench(keys, oldHost(true))) {
      PveConsoles consoles = bench.byToken();
      assertThatThrownBy(() -> consoles.terminal(GuestType.LXC, 200)).isInstanceOf(Rejected.class).hasMessageContaining(REFUSED);
      assertThat(consoles.needsLogin()).isTrue();
    }
  }

  private static Script terminals(String config) {
    return exchange ->
        exchange.answer("200 OK", exchange.head.contains("/config?") ? config : ConsoleBench.termAnswer("root@pam!full"));
  }

  /** A host before libpve-access-control 9.0.4: it refuses tokens at once, or only in the task. */
  private static Script oldHost(boolean isAtOnce) {
    return exchange -> {
      boolean isToken = exchange.head.contains("PVEAPIToken");
      if (exchange.isUpgrade()) {
        exchange.upgrade();
        exchange.serveUntilClosed();
      } else if (exchange.head.contains("/access/ticket")) {
        exchange.answer("200 OK", LOGIN_ANSWER);
      } else if (exchange.head.contains("/status ")) {
        exchange.answer("200 OK",
            "{\"data\":{\"status\":\"stopped\",\"exitstatus\":\"command 'termproxy' failed: exit code 1\"}}");
      } else if (exchange.head.contains("/log?")) {
        exchange.answer("200 OK", "{\"data\":[{\"t\":\"invalid authentication - 500 " + REFUSED + "\"}]}");
      } else if (exchange.head.contains("/vncproxy")) {
        exchange.answer("200 OK", ConsoleBench.vncAnswer("\"5900\""));
      } else if (isToken && isAtOnce) {
        exchange.answer("500 " + REFUSED, "{\"data\":null}");
      } else {
        exchange.answer("200 OK", ConsoleBench.termAnswer(isToken ? "root@pam!full" : "root@pam"));
      }
    };
  }

  private static final class Told implements SocketListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void onBytes(ByteBuffer bytes) {
      told.add(StandardCharsets.UTF_8.decode(bytes).toString());
    }

    @Override
    public void onClosed(String reason) {
      told.add("closed: " + reason);
    }

    String next() throws InterruptedException {
      return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }
  }
}
