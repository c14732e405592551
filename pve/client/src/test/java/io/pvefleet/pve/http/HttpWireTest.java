package io.pvefleet.pve.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.http.RequestListener.Attempt;
import io.pvefleet.pve.http.RequestListener.Outcome;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client against an HTTP server: what is sent, and what each kind of answer becomes on the wire. */
class HttpWireTest {

  private static final PveRequest READ = PveRequest.get("/nodes/pve1/qemu/100/pending");
  private static final PveRequest WRITE = PveRequest.put("/nodes/pve1/qemu/100/config").with("cores", "2");

  @TempDir static Path folder;
  private static Path keys;
  private static WireMockServer server;

  private final Virtual virtual = new Virtual();
  private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private PveHttp http;

  @BeforeAll
  static void startServer() {
    keys = new Certificates(folder).selfSigned("pve1", "dns:localhost");
    server = new WireMockServer(wireMockConfig().httpDisabled(true).dynamicHttpsPort().keystorePath(keys.toString())
        .keystorePassword(Certificates.PASSWORD).keyManagerPassword(Certificates.PASSWORD).keystoreType("PKCS12"));
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.stop();
  }

  @BeforeEach
  void client() {
    server.resetAll();
    http = new PveHttp(Hosts.SETTINGS, r -> r, attempts::add, virtual.surroundings());
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aReadSendsItsParametersAsQueryAndTheTokenAsOneHeader() {
    answer(aResponse().withStatus(200).withBody("{\"data\":[1]}"));
    PveResponse response = host().send(PveRequest.get("/cluster/resources").with("type", "vm").with("x", "a b;c=d"));
    assertThat(response.data().get(0).asInt()).isEqualTo(1);
    server.verify(1, getRequestedFor(urlEqualTo("/api2/json/cluster/resources?type=vm&x=a%20b%3Bc%3Dd"))
        .withHeader("Authorization", equalTo("PVEAPIToken=root@pam!fleet=" + Hosts.UUID))
        .withHeader("Cookie", absent()).withHeader("CSRFPreventionToken", absent()));
  }

  @Test
  void aWriteSendsAFormOfKnownLength() {
    answer(aResponse().withStatus(200).withBody("{\"data\":null}"));
    PveResponse response = host().send(WRITE.with("net0", "virtio,bridge=vmbr0"));
    assertThat(response.data().isNull()).isTrue();
    server.verify(1, putRequestedFor(urlEqualTo("/api2/json/nodes/pve1/qemu/100/config"))
        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
        .withHeader("Content-Length", equalTo("36")).withHeader("Transfer-Encoding", absent())
        .withRequestBody(equalTo("cores=2&net0=virtio%2Cbridge%3Dvmbr0")));
  }

  @Test
  void aWriteWithoutParametersSaysThatItsBodyIsEmpty() {
    answer(aResponse().withStatus(200).withBody("{\"data\":\"UPID:x\"}"));
    host().send(PveRequest.post("/nodes/pve1/qemu/100/status/start"));
    server.verify(1,
        postRequestedFor(anyUrl()).withHeader("Content-Length", equalTo("0")).withHeader("Transfer-Encoding", absent()));
  }

  @Test
  void aDeletionHasNoBody() {
    answer(aResponse().withStatus(200).withBody("{\"data\":null}"));
    host().send(PveRequest.delete("/nodes/pve1/qemu/100").with("purge", "1"));
    server.verify(1, deleteRequestedFor(urlEqualTo("/api2/json/nodes/pve1/qemu/100?purge=1"))
        .withHeader("Content-Length", absent()).withHeader("Transfer-Encoding", absent()));
  }

  @Test
  void anEncodedPathArrivesAsItStands() {
    answer(aResponse().withStatus(200).withBody("{\"data\":{}}"));
    host().send(PveRequest.get("/nodes/pve1/storage/local/content/local%3Aiso%2Fx%20y.iso"));
    server.verify(1, getRequestedFor(urlEqualTo("/api2/json/nodes/pve1/storage/local/content/local%3Aiso%2Fx%20y.iso")));
  }

  @Test
  void aCompressedAnswerIsRead() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("{\"data\":\"" + "x".repeat(5000) + "\"}")));
    assertThat(host().send(READ).data().asString()).hasSize(5000);
    server.verify(1, getRequestedFor(anyUrl()).withHeader("Accept-Encoding", equalTo("gzip")));
  }

  /** Each row of the reference's table once over the wire, with the text in the status line as PVE 7 sends it. */
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      401, No ticket, Unauthenticated, Unauthenticated
      403, "Permission check failed (/vms/100, VM.Audit)", Forbidden, Forbidden
      500, only root can set 'args' config, Forbidden, Forbidden
      500, Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist, NotFound, NotFound
      500, unable to create VM 100 - VM 100 already exists on node 'pve', AlreadyExists, AlreadyExists
      500, can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout, Locked, Locked
      500, VM is locked (backup), Locked, Locked
      500, checksum mismatch (file change by other user?), Conflict, Conflict
      500, VM 100 not running, Rejected, Rejected
      501, for data too large, Rejected, Rejected
      506, malformed, Rejected, Rejected
      595, No route to host, Unreachable, Unreachable
      596, Connection timed out, Unreachable, Indeterminate
      597, broken pipe, Unreachable, Indeterminate
      599, Too many redirections, Unreachable, Indeterminate
      301, Moved Permanently, Unreachable, Unreachable
      """)
  void statusLineAloneIsEnough(int status, String reason, String read, String write) {
    answer(aResponse().withStatus(status).withStatusMessage(reason).withHeader("Location", "https://127.0.0.1:1/"));
    assertThat(fault(READ)).hasMessageContaining(reason).extracting(f -> f.getClass().getSimpleName()).isEqualTo(read);
    assertThat(fault(WRITE)).hasMessageContaining(reason).extracting(f -> f.getClass().getSimpleName()).isEqualTo(write);
  }

  @Test
  void aHotplugRefusalKeepsItsFields() {
    answer(aResponse().withStatus(400).withStatusMessage("Parameter verification failed.")
        .withBody("{\"data\":null,\"errors\":{\"net0\":\"hotplug problem - busy\\n\"},"
            + "\"message\":\"Parameter verification failed.\\n\"}"));
    assertThat(fault(WRITE)).isInstanceOfSatisfying(Rejected.class, r ->
        assertThat(r.fields()).containsEntry("net0", "hotplug problem - busy\n"));
  }

  @Test
  void readsAreTriedThreeTimesWithGrowingPauses() {
    answer(aResponse().withStatus(595).withStatusMessage("Connection refused"));
    assertThat(fault(READ)).isInstanceOf(Unreachable.class);
    server.verify(3, getRequestedFor(anyUrl()));
    assertThat(virtual.slept).extracting(java.time.Duration::toMillis).containsExactly(500L, 1000L);
    assertThat(attempts).hasSize(3).allSatisfy(a -> {
      assertThat(a.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(a.status()).isEqualTo(595);
      assertThat(a.pathTemplate()).isEqualTo("/nodes/{node}/qemu/{vmid}/pending");
    });
  }

  @Test
  void aWriteThatTheHostCertainlyDidNotGetIsTriedAgain() {
    server.stubFor(any(anyUrl()).inScenario("restart").whenScenarioStateIs(Scenario.STARTED).willSetStateTo("up")
        .willReturn(aResponse().withStatus(595).withStatusMessage("Connection refused")));
    server.stubFor(any(anyUrl()).inScenario("restart").whenScenarioStateIs("up")
        .willReturn(aResponse().withBody("{\"data\":null}")));
    assertThat(host().send(WRITE).isSuccess()).isTrue();
    server.verify(2, putRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({
    "596, Connection timed out", "597, broken", "500, got no worker upid - start worker failed", "503, Service Unavailable",
  })
  void aWriteThatMayHaveArrivedIsSentOnce(int status, String reason) {
    answer(aResponse().withStatus(status).withStatusMessage(reason).withHeader("Retry-After", "0"));
    assertThat(fault(WRITE)).isInstanceOf(Indeterminate.class);
    server.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void aReadThatTookHalfAMinuteIsTriedOnceMoreOnly() {
    answer(aResponse().withStatus(596).withStatusMessage("Connection timed out"));
    assertThat(fault(READ)).isInstanceOf(Unreachable.class);
    server.verify(2, getRequestedFor(anyUrl()));
  }

  @Test
  void aRefusalIsFinal() {
    answer(aResponse().withStatus(500).withStatusMessage("VM is locked (backup)"));
    fault(READ);
    answer(aResponse().withStatus(401).withStatusMessage("Authentication failed!"));
    assertThat(fault(WRITE)).isInstanceOf(Unauthenticated.class);
    server.verify(2, anyRequestedFor(anyUrl()));
    assertThat(attempts).extracting(Attempt::outcome).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
  }

  @Test
  void aRedirectIsNotFollowedWithTheToken() {
    answer(aResponse().withStatus(308).withHeader("Location", server.baseUrl() + "/elsewhere"));
    assertThat(fault(WRITE)).isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.reason()).isEqualTo(Reason.NOT_PROXMOX));
    server.verify(0, anyRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void somethingThatIsNotProxmoxIsNoAnswer() {
    answer(aResponse().withStatus(200).withBody("<html>Please log in to the hotel network</html>"));
    assertThat(fault(READ)).isInstanceOf(Unreachable.class).hasMessageContaining("no JSON with data");
    assertThat(fault(WRITE)).isInstanceOf(Indeterminate.class);
  }

  @Test
  void anAnswerBeyondTheBoundIsNotRead() {
    PveHttp small = new PveHttp(Hosts.SETTINGS.withBodies(1000, 1000), r -> r, attempts::add, virtual.surroundings());
    answer(aResponse().withStatus(200).withBody("{\"data\":\"" + "x".repeat(2000) + "\"}"));
    PveHost host = small.host(Hosts.endpoint(uri(), keys));
    assertThatThrownBy(() -> host.send(READ)).isInstanceOf(Unreachable.class).hasMessageContaining("longer than 1000 bytes");
    small.close();
  }

  @Test
  void whatIsRefusedBeforeSendingIsNotSent() {
    assertThat(fault(WRITE.with("tags", ""))).isInstanceOf(Rejected.class);
    server.verify(0, anyRequestedFor(anyUrl()));
  }

  @Test
  void theSameEndpointIsTheSameHost() {
    assertThat(host()).isSameAs(host());
    Identity other = Identity.Token.parse("root@pam!other=" + Hosts.UUID);
    PveHost rotated = http.host(Hosts.endpoint(uri(), keys, other));
    assertThat(rotated.endpoint().identity()).isEqualTo(other);
    assertThat(http.host(Hosts.endpoint(uri(), keys, other))).isSameAs(rotated);
  }

  private PveException fault(PveRequest request) {
    try {
      throw new AssertionError("a success: " + host().send(request));
    } catch (PveException fault) {
      return fault;
    }
  }

  private PveHost host() {
    return http.host(Hosts.endpoint(uri(), keys));
  }

  private static URI uri() {
    return URI.create("https://127.0.0.1:" + server.httpsPort());
  }

  private static void answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }
}
