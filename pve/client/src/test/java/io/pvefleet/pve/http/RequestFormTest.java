package io.pvefleet.pve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFormTest {

  private static final SecretSource SECRETS = reference -> {
    if (reference.equals("env:GONE")) {
      throw new IllegalStateException("variable GONE is not set, hunter2");
    }
    return "s3cr;et=" + reference;
  };

  @Test
  void everythingButUnreservedCharactersIsEncoded() {
    assertThat(form(PveRequest.post("/x").with("net0", "virtio,bridge=vmbr0;a&b+c d%~_-.")))
        .isEqualTo("net0=virtio%2Cbridge%3Dvmbr0%3Ba%26b%2Bc%20d%25~_-.");
    assertThat(form(PveRequest.post("/x").with("description", "관리자\r\n\u00a0"))).isEqualTo(
        "description=%EA%B4%80%EB%A6%AC%EC%9E%90%0D%0A%C2%A0");
  }

  @Test
  void orderAndRepetitionStay() {
    assertThat(form(PveRequest.put("/x").with("delete", "b").with("cores", "2").with("delete", "a")))
        .isEqualTo("delete=b&cores=2&delete=a");
  }

  @Test
  void anEmptyValueIsRefusedBeforeItCanSwitchAnythingOff() {
    assertThatThrownBy(() -> form(PveRequest.put("/x").with("cores", "2").with("digest", "")))
        .isInstanceOfSatisfying(Rejected.class, r -> assertThat(r.fields()).containsOnlyKeys("digest"));
  }

  @Test
  void aLongerBodyThanOldHostsTakeIsRefused() {
    assertThatThrownBy(() -> form(PveRequest.put("/x").with("description", "x".repeat(65_536))))
        .isInstanceOf(Rejected.class).hasMessageContaining("65548").hasMessageContaining("65536");
  }

  @Test
  void secretsAreResolvedAndRemembered() {
    Prepared prepared = Prepared.of(
        PveRequest.put("/x").with("cipassword", new Value.Secret("env:P")), SECRETS, 1000);
    assertThat(prepared.form()).isEqualTo("cipassword=s3cr%3Bet%3Denv%3AP");
    assertThat(prepared.secrets()).containsExactly("s3cr;et=env:P");
    assertThat(prepared).hasToString("PUT /x cipassword=***");
  }

  @Test
  void aMissingSecretNamesTheParameterAndNothingElse() {
    assertThatThrownBy(() -> form(PveRequest.put("/x").with("cipassword", new Value.Secret("env:GONE"))))
        .isInstanceOf(Rejected.class).hasMessageContaining("cipassword").hasMessageNotContaining("hunter2").hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "/nodes/pve 1/qemu", "/nodes//qemu", "/nodes/../access", "/nodes/%2e%2E/x", "/x?a=b", "/x/%zz", "/a#b", "/", "/x/",
  })
  void aPathThatWouldNameSomethingElseIsABug(String path) {
    assertThatThrownBy(() -> form(PveRequest.get(path))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/version, /version",
    "/nodes/seoul/qemu/100/config, /nodes/{node}/qemu/{vmid}/config",
    "/nodes/qemu/qemu/100/status/current, /nodes/{node}/qemu/{vmid}/status/current",
    "/nodes/pve1/tasks/UPID%3Ax%3A/status, /nodes/{node}/tasks/{upid}/status",
    "/nodes/pve1/storage/local/content/local%3Aiso%2Fx.iso, /nodes/{node}/storage/{storage}/content/{volume}",
    "/cluster/resources, /cluster/resources",
  })
  void metricsSeeTemplates(String path, String template) {
    assertThat(PathTemplate.of(path)).isEqualTo(template);
  }

  @Test
  void identitiesAreCheckedWithoutRepeatingTheSecret() {
    assertThat(Identity.Token.parse(" ops@pve!ci=" + Hosts.UUID + "\n").name()).isEqualTo("ops@pve!ci");
    assertThat(Identity.Token.parse("PVEAPIToken=ops@pve!ci=" + Hosts.UUID).name()).isEqualTo("ops@pve!ci");
    assertThatThrownBy(() -> Identity.Token.parse("hunter2-hunter2")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> Identity.Token.parse("ops=hunter2")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Secret.of("hunter2\n")).hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> new Identity.Password("root", Secret.of("x"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fingerprintsAreReadInEitherForm() {
    String plain = "ab".repeat(32);
    assertThat(new TlsTrust.Pinned(plain).sha256()).startsWith("AB:AB:").hasSize(95);
    assertThat(new TlsTrust.Pinned(new TlsTrust.Pinned(plain).sha256())).isEqualTo(new TlsTrust.Pinned(plain));
    assertThatThrownBy(() -> new TlsTrust.Pinned("ab")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a:8006", "https://a:8006/api2", "https://u:p@a:8006", "https:a", "https://a:8006/?x"})
  void anEndpointIsAnHttpsAddressAlone(String uri) {
    assertThatThrownBy(() -> new PveEndpoint("a", URI.create(uri), new TlsTrust.SystemTrust(), Hosts.TOKEN))
        .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("u:p");
  }

  private static String form(PveRequest request) {
    return Prepared.of(request, SECRETS, 64 * 1024).form();
  }
}
