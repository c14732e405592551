package io.pvefleet.process.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.SecretRef;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.http.Secret;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostClientsTest {

  private final Map<String, String> variables = new HashMap<>(Map.of("TOKEN", "root@pam!fleet=12345678-9abc-def0-1234-56789abcdef0"));
  private final HostClients clients =
      new HostClients(PveHttpSettings.DEFAULT, new Secrets(variables::get, warning -> {}), RequestListener.NONE);

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void theSameDeclarationGivesTheSameClientUntilItsTokenChanges() {
    Host host = host(Optional.empty());
    assertThat(clients.to(host)).isSameAs(clients.to(host));
    variables.put("TOKEN", "root@pam!fleet=00000000-9abc-def0-1234-56789abcdef0");
    assertThat(clients.to(host).endpoint().identity()).isEqualTo(Identity.Token.parse(variables.get("TOKEN")));
  }

  @Test
  void aLoginForTerminalsIsReadAnewEachTime() {
    Host host = host(Optional.of(new SecretRef("env:LOGIN")));
    variables.put("LOGIN", "ops@pve:with:colon\n");
    assertThat(clients.consoleLogin(host)).contains(new Identity.Password("ops@pve", Secret.of("with:colon")));
    variables.put("LOGIN", "ops@pve:other");
    assertThat(clients.consoleLogin(host)).contains(new Identity.Password("ops@pve", Secret.of("other")));
    assertThat(clients.consoleLogin(host(Optional.empty()))).isEmpty();
  }

  @Test
  void aLoginThatIsNoneIsNotRepeated() {
    Host host = host(Optional.of(new SecretRef("env:LOGIN")));
    assertThatThrownBy(() -> clients.consoleLogin(host)).isInstanceOf(SecretException.class).hasMessageContaining("LOGIN");
    for (String wrong : new String[] {"hunter2", "hunter2:", ":hunter2", "ops:hunter2", "root@pam!x=hunter2"}) {
      variables.put("LOGIN", wrong);
      assertThatThrownBy(() -> clients.consoleLogin(host)).isInstanceOf(SecretException.class)
          .hasMessageContaining("env:LOGIN").message().doesNotContain("hunter2");
    }
  }

  private static Host host(Optional<SecretRef> login) {
    return new Host("seoul-001", "seoul-001", URI.create("https://127.0.0.1:8006"), Optional.of("pve1"), new Host.Tls.SystemTrust(),
        new SecretRef("env:TOKEN"), login, Host.Mode.ENFORCE, Optional.empty(), Map.of(), new Place("h.yaml", 1, 1));
  }
}
