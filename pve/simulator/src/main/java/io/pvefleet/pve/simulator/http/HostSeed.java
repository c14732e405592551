package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.HostFacts;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.AccessControl.Acl;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.AccessControl.User;
import io.pvefleet.pve.simulator.world.access.Privileges;
import io.pvefleet.pve.simulator.world.console.ConsoleBook;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A host as it is handed over: installed, users and tokens made, templates prepared. */
final class HostSeed {

  private static final String RECONCILER = "pvefleet@pve";
  private static final String OBSERVER = "observer@pve";
  private static final String CONSOLE = "console@pve";
  private static final long MEMORY = 64L << 30;

  private HostSeed() {}

  /** Full texts of the tokens, {@code user@realm!name=secret}. */
  record Tokens(String reconciler, String observer, String root, String console) {
    @Override
    public String toString() {
      return "Tokens[***]";
    }
  }

  static Tokens tokens(long seed) {
    Random random = new Random(seed ^ 0x70766566L);
    return new Tokens(
        RECONCILER + "!reconciler=" + uuid(random), OBSERVER + "!watch=" + uuid(random), "root@pam!full=" + uuid(random),
        CONSOLE + "!screen=" + uuid(random));
  }

  static World world(SimulationSettings settings, HostCertificate certificate, Tokens tokens, long seed, Instant now) {
    HostFacts facts =
        new HostFacts(
            settings.node(), "9.2.11", "10.0.13", 16, MEMORY, Set.of("vmbr0"), now.minus(Duration.ofDays(12)),
            List.of(
                shown("pve-root-ca.pem", certificate.root(), List.of()),
                shown(
                    "pve-ssl.pem",
                    certificate.leaf(),
                    List.of("127.0.0.1", "0000:0000:0000:0000:0000:0000:0000:0001", "localhost", settings.node()))));
    World world = World.of(
        facts, new World.Pace(settings.taskSpeed(), settings.staleness()), access(settings, tokens, seed), storages(),
        settings.templates() ? Templates.state(now) : QemuState.EMPTY, now);
    return world.with(ConsoleBook.none(settings.termproxy()));
  }

  private static SortedMap<String, SimStorage> storages() {
    SortedMap<String, SimStorage> storages = new TreeMap<>();
    Set<String> files = Set.of("iso", "vztmpl", "snippets", "import", "images", "backup");
    storages.put("local", new SimStorage("local", SimStorage.Type.DIR, files, 96L << 30));
    storages.put("local-lvm", new SimStorage("local-lvm", SimStorage.Type.LVMTHIN, Set.of("images", "rootdir"), 4L << 40));
    return storages;
  }

  private static AccessControl access(SimulationSettings settings, Tokens tokens, long seed) {
    SortedSet<String> reconcile = new TreeSet<>(Privileges.OBSERVE);
    reconcile.addAll(Privileges.RECONCILE);
    reconcile.add("VM.Console"); // a fleet declares one token per host: with it the consoles are opened too
    AccessControl access =
        AccessControl.installed(settings.rootPassword(), uuid(new Random(seed ^ 0x6b6579L)))
            .withRole("Observe", Privileges.OBSERVE)
            .withRole("Reconcile", reconcile)
            .withRole("Console", Privileges.CONSOLE);
    access = granted(access, tokens.reconciler(), "Reconcile");
    access = granted(access, tokens.observer(), "Observe");
    access = granted(access, tokens.console(), "Console");
    return access.withToken("root@pam!full", new ApiToken(secret(tokens.root()), false, ""));
  }

  /** A user without a password and its separated token, both with a role on everything. */
  private static AccessControl granted(AccessControl access, String token, String role) {
    String id = token.substring(0, token.indexOf('='));
    String user = id.substring(0, id.indexOf('!'));
    return access
        .withUser(user, new User("", true))
        .withToken(id, new ApiToken(secret(token), true, ""))
        .withAcl(new Acl("/", user, role, true))
        .withAcl(new Acl("/", id, role, true));
  }

  private static String secret(String token) {
    return token.substring(token.indexOf('=') + 1);
  }

  private static HostFacts.Certificate shown(String file, X509Certificate certificate, List<String> names) {
    return new HostFacts.Certificate(
        file,
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        HostCertificate.fingerprint(certificate),
        HostCertificate.pem(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names);
  }

  private static String uuid(Random random) {
    return new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63).toString();
  }
}
