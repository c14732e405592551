package io.pvefleet.pve.console;

import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttp;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.SocketHost;
import io.pvefleet.pve.http.SocketHost.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A host that follows a script, its clients, and answers as they were recorded. */
final class ConsoleBench implements AutoCloseable {

  static final Identity.Token TOKEN = Identity.Token.parse("root@pam!full=12345678-9abc-def0-1234-56789abcdef0");
  static final Identity.Password LOGIN = Identity.Password.parse("root@pam:pa:ss");
  static final String PASSWORD = "Z%9B?-V6";
  static final String VNC_TICKET = PASSWORD + ":PVEVNC:6B026705::HgL+g/I7==";
  static final String TERM_TICKET = "PVEVNC:6B026992::CbG+0/v4==";

  private final SocketHost host;
  private final PveHttp http =
      new PveHttp(PveHttpSettings.CONSOLES.withCircuit(100, Duration.ofSeconds(1), Duration.ofSeconds(1)),
          reference -> "");

  ConsoleBench(Path keys, Script script) {
    host = new SocketHost(keys, script);
  }

  PveHost host() {
    return http.host(host.endpoint(TOKEN));
  }

  PveConsoles byToken() {
    return new PveConsoles(host(), "pve1");
  }

  PveConsoles withLogin() {
    return new PveConsoles(host(), "pve1", () -> Optional.of(LOGIN));
  }

  List<String> requests() {
    return host.requests;
  }

  @Override
  public void close() throws IOException {
    http.close();
    host.close();
  }

  static String vncAnswer(String port) {
    return "{\"data\":{\"upid\":\"UPID:pve1:00000257:0004F057:6B026705:vncproxy:100:root@pam!full:\",\"user\":\"root@pam!full\","
        + "\"password\":\"" + PASSWORD + "\",\"port\":" + port + ",\"ticket\":\"" + VNC_TICKET + "\",\"cert\":\"-----BEGIN\"}}";
  }

  static String termAnswer(String user) {
    return "{\"data\":{\"ticket\":\"" + TERM_TICKET + "\",\"upid\":\"UPID:pve1:00000432:0005EF91:6B026992:vncproxy:101:" + user
        + ":\",\"user\":\"" + user + "\",\"port\":\"5900\"}}";
  }
}
