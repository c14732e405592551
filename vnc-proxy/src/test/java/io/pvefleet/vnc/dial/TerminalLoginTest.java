package io.pvefleet.vnc.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.simulator.http.SimulatedFleet;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import io.pvefleet.pve.simulator.http.SimulationSettings;
import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.session.Target;
import io.pvefleet.vnc.session.Way;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Terminals of a host that is too old to let an API token use them. */
class TerminalLoginTest {

  private static final int CONTAINER = 200;

  private final SimulatedFleet fleet =
      SimulatedFleet.start(SimulationSettings.FAST.withTermproxy(Termproxy.REFUSES_TOKENS));
  private final SimulatedHost simulated = fleet.hosts().getFirst();
  private final Map<String, String> variables = new HashMap<>(Map.of("TOKEN", simulated.consoleToken()));
  private final HostClients clients =
      new HostClients(PveHttpSettings.CONSOLES, new Secrets(variables::get, warning -> {}), RequestListener.NONE);
  private final HostDialler dialler = new HostDialler(clients, System::nanoTime);

  @BeforeEach
  void start() {
    simulated.keyboard().addContainer(CONTAINER, "proxy");
    simulated.keyboard().start(CONTAINER);
  }

  @AfterEach
  void stop() {
    clients.close();
    fleet.close();
  }

  @Test
  void theDeclaredLoginIsUsedOnceTheTokenIsRefused() {
    variables.put("LOGIN", "root@pam:" + simulated.rootPassword());
    Host host = host(Optional.of("env:LOGIN"));
    open(host).close();
    assertThat(tickets()).as("one by the token, one by the login").isEqualTo(2);
    open(host).close();
    assertThat(tickets()).as("the login at once").isEqualTo(3);
  }

  @Test
  void withoutAUsableLoginTheRefusalSaysWhatToDo() {
    refusedForWantOfALogin(host(Optional.empty()));
    refusedForWantOfALogin(host(Optional.of("env:NOT_SET")));
    variables.put("LOGIN", "root@pam=hunter2");
    refusedForWantOfALogin(host(Optional.of("env:LOGIN")));
  }

  private void refusedForWantOfALogin(Host host) {
    assertThatThrownBy(() -> open(host)).isInstanceOfSatisfying(ConsoleRefused.class, refused -> {
      assertThat(refused.refusal()).isEqualTo(Refusal.HOST_REFUSED);
      assertThat(refused.variant()).isEqualTo("login");
      assertThat(refused.message()).doesNotContain("hunter2");
    });
  }

  private Way open(Host host) {
    return dialler.look(new Target(host, CONTAINER, Optional.empty())).open();
  }

  private long tickets() {
    return simulated.log().count(request -> request.path().endsWith("/termproxy"));
  }

  private Host host(Optional<String> login) {
    return new Host("seoul-001", "seoul-001", simulated.endpoint(), Optional.of(simulated.node()),
        new Host.Tls.Fingerprint(simulated.fingerprint()), new SecretRef("env:TOKEN"), login.map(SecretRef::new), Host.Mode.ENFORCE,
        Optional.empty(), Map.of(), new Place("h.yaml", 1, 1));
  }
}
