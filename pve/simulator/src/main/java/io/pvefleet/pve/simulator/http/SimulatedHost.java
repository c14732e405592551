package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.fault.FaultSwitch;
import io.pvefleet.pve.simulator.screen.Display;
import io.pvefleet.pve.simulator.screen.SimulatedScreen;
import io.pvefleet.pve.simulator.screen.SimulatedTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

/**
 * One simulated Proxmox host, reachable at its {@link #endpoint}. Everything here acts behind the API's back, as an engineer
 * at the host's keyboard, the network, or bad luck would. Thread-safe.
 */
public final class SimulatedHost implements AutoCloseable {

  private final String name;
  private final SimulationSettings settings;
  private final HostCertificate certificate;
  private final HostSeed.Tokens tokens;
  private final FaultSwitch faults;
  private final RequestLog log = new RequestLog();
  private final IssuedSecrets secrets = new IssuedSecrets();
  private final HostMachine machine;
  private final HostKeyboard keyboard;
  private final Displays displays;
  private final HostConsoles consoles;
  private final HostListener listener;

  SimulatedHost(int index, SimulationSettings settings, InstantSource clock) {
    this.name = String.format(Locale.ROOT, "sim-%04d", index + 1);
    this.settings = settings;
    this.certificate = HostCertificate.make(settings.node(), clock.instant(), settings.certificateLife());
    long seed = settings.seed() * 1_000_003 + index;
    this.tokens = HostSeed.tokens(seed);
    this.faults = new FaultSwitch(seed);
    this.faults.latency(settings.latency(), settings.jitter());
    this.machine = new HostMachine(HostSeed.world(settings, certificate, tokens, seed, clock.instant()), clock, seed, faults);
    this.keyboard = new HostKeyboard(machine);
    this.displays = new Displays(name, machine, seed);
    this.consoles = new HostConsoles(machine, settings, faults, displays, new Random(seed ^ 0x766e63L));
    SSLSocketFactory tls = HostTls.factory(certificate);
    int port = settings.basePort() == 0 ? 0 : settings.basePort() + index;
    try {
      this.listener = new HostListener(name, port, socket -> new Connection(this, tls).serve(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " is not free for simulated host " + name, e);
    }
    faults.watch(listener::become);
  }

  /** Name within the simulation: {@code sim-0001} and so on. */
  public String name() {
    return name;
  }

  /** Base address without a path, {@code https://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("https://127.0.0.1:" + listener.port());
  }

  public int port() {
    return listener.port();
  }

  /** SHA-256 of the leaf certificate, {@code AA:BB:...}. */
  public String fingerprint() {
    return certificate.fingerprint();
  }

  /** The host's own root certificate as PEM. */
  public String caPem() {
    return HostCertificate.pem(certificate.root());
  }

  /** Name of the host's node in paths. */
  public String node() {
    return settings.node();
  }

  /** A token that may reconcile and open consoles: {@code user@realm!name=secret}. */
  public String token() {
    return tokens.reconciler();
  }

  /** A token that may only observe. */
  public String observerToken() {
    return tokens.observer();
  }

  /** A token that may only see guests and open their consoles. */
  public String consoleToken() {
    return tokens.console();
  }

  /** A token of {@code root@pam} without privilege separation: all privileges, yet not root itself. */
  public String rootToken() {
    return tokens.root();
  }

  /** Password of {@code root@pam}. */
  public String rootPassword() {
    return settings.rootPassword();
  }

  /** What goes wrong on the way to this host and on it. */
  public FaultSwitch faults() {
    return faults;
  }

  /** Changes behind every tool's back: machines put there, stopped, edited, deleted; tokens revoked. */
  public HostKeyboard keyboard() {
    return keyboard;
  }

  /** Every ticket and password that this host has handed out; for tests that look for them where they must not be. */
  public Set<String> issuedSecrets() {
    return secrets.all();
  }

  /** What reached this host. */
  public RequestLog log() {
    return log;
  }

  /** What the consoles of a VM or a container show, unless something else is attached there. */
  public SimulatedScreen screen(int vmid) {
    return displays.screen(vmid);
  }

  /** What the terminals of a VM or a container are, unless something else is attached there; 0 is the host's own shell. */
  public SimulatedTerminal terminal(int vmid) {
    return displays.terminal(vmid);
  }

  /** Lets something else answer behind the screen of a guest, such as the VNC server of a real QEMU. */
  public void attach(int vmid, Display external) {
    displays.attach(vmid, external);
  }

  /** Lets something else answer behind the terminals of a guest, after they have proven who is there. */
  public void attachTerminal(int vmid, Display external) {
    displays.attachTerminal(vmid, external);
  }

  /** What clients left unread. */
  public ConsoleBacklog consoleBacklog() {
    return consoles.backlog();
  }

  /** How many consoles are open. */
  public int openConsoles() {
    return consoles.count();
  }

  /** Breaks the connections of all open consoles, as a network that hiccups. */
  public void cutConsoles() {
    consoles.cut();
  }

  IssuedSecrets secrets() {
    return secrets;
  }

  HostConsoles consoles() {
    return consoles;
  }

  HostMachine machine() {
    return machine;
  }

  HostListener listener() {
    return listener;
  }

  Duration authDelay() {
    return settings.authDelay();
  }

  @Override
  public void close() {
    listener.close();
  }

  @Override
  public String toString() {
    return name + " " + endpoint();
  }
}
