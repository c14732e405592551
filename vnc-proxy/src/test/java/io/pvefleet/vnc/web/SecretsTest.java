package io.pvefleet.vnc.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.pvefleet.pve.simulator.fault.ConsoleFault;
import io.pvefleet.pve.simulator.http.SimulatedHost;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** After a run with everything that may happen, nothing that the proxy said or kept holds a token, a ticket or a password. */
class SecretsTest {
  @TempDir private static Path folder;

  private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

  @Test
  void noSecretLeavesTheProxy() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger ours = (Logger) LoggerFactory.getLogger("io.pvefleet");
    Level before = ours.getLevel();
    Recorder recorder = new Recorder();
    recorder.setContext(root.getLoggerContext());
    recorder.start();
    root.addAppender(recorder);
    ours.setLevel(Level.DEBUG);
    List<String> nonces = new ArrayList<>();
    List<String> said = new ArrayList<>();
    Set<String> secrets = new LinkedHashSet<>();
    try (TestFleet fleet = TestFleet.small(folder)) {
      run(fleet, nonces, said);
      for (SimulatedHost host : fleet.simulated.hosts()) {
        secrets.addAll(host.issuedSecrets());
        secrets.add(host.consoleToken().substring(host.consoleToken().indexOf('=') + 1));
      }
      said.add(fleet.visitor("kim").get("/actuator/prometheus").response().body());
    } finally {
      ours.setLevel(before);
      root.detachAppender(recorder);
    }
    said.addAll(Visitor.HEARD);
    List<String> kept = files(folder.resolve("state"));
    assertThat(secrets).as("tickets and passwords of the run").hasSizeGreaterThan(20);
    assertThat(log).anyMatch(line -> line.contains("Console opened"));
    assertThat(kept).anyMatch(text -> text.contains("vncproxy"));
    for (String secret : secrets) {
      for (String form : List.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
        assertThat(log).as("log").noneMatch(line -> line.contains(form));
        assertThat(said).as("answers").noneMatch(text -> text.contains(form));
        assertThat(kept).as("files").noneMatch(text -> text.contains(form));
      }
    }
    assertThat(nonces).hasSizeGreaterThan(8);
    for (String nonce : nonces) {
      assertThat(log).as("log").noneMatch(line -> line.contains(nonce));
      assertThat(kept).as("files").noneMatch(text -> text.contains(nonce));
    }
  }

  private static void run(TestFleet fleet, List<String> nonces, List<String> said) throws Exception {
    SimulatedHost host = fleet.host();
    Visitor kim = fleet.visitor("kim");
    List<Socket> sockets = new ArrayList<>();
    for (int vmid : List.of(101, 102)) {
      sockets.add(opened(kim.connect(host, vmid), kim, nonces));
      sockets.getLast().shakeHands();
      sockets.getLast().seePicture();
    }
    host.faults().spoilConsoles(2, new ConsoleFault.WrongPassword());
    sockets.add(opened(kim.connect(host, 103), kim, nonces));
    sockets.getLast().closed();
    host.faults().spoilConsoles(1, new ConsoleFault.Garbage(64, 3));
    sockets.add(opened(kim.connect(host, 104), kim, nonces));
    sockets.getLast().closed();
    kim.connect(host, TestFleet.STOPPED);
    kim.connect(host, 4711);
    Visitor.Answer taken = fleet.visitor("park").connect(host, 101, ",\"takeOver\":true");
    sockets.add(opened(taken, fleet.visitor("park"), nonces));
    sockets.getLast().shakeHands();
    String id = taken.json().path("sessionId").asString();
    sockets.add(opened(fleet.visitor("park").refresh(id), fleet.visitor("park"), nonces));
    sockets.getLast().shakeHands();
    host.cutConsoles();
    sockets.getLast().closed();
    for (int vmid : List.of(105, 106, 107, 108)) {
      sockets.add(opened(kim.connect(host, vmid), kim, nonces));
      sockets.getLast().shakeHands();
    }
    host.keyboard().revoke(host.consoleToken());
    kim.connect(host, 102);
    kim.get("/api/vnc/sessions");
    kim.auditRows("?limit=1000");
    for (Socket socket : sockets) {
      said.add(socket.everything());
    }
  }

  private static Socket opened(Visitor.Answer answer, Visitor who, List<String> nonces) {
    nonces.add(answer.json().path("nonce").asString());
    return who.open(answer);
  }

  private static List<String> files(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }

  private final class Recorder extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      // The hosts are in this process too, and their log is theirs.
      if (!event.getLoggerName().startsWith("io.pvefleet.pve.simulator")) {
        log.add(event.getFormattedMessage() + " " + event.getKeyValuePairs()
            + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy())));
      }
    }
  }
}
