package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.AccessControl.Acl;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.AccessControl.User;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** A world under a test's own clock: two machines, an owner of everything, and a token without rights of its own. */
final class TestWorld {

  static final Instant START = Instant.parse("2026-11-22T06:00:00Z");
  static final Caller ROOT = new Caller.Ticket("root@pam");
  static final Caller TOKEN = new Caller.Token("ops@pve", "t");

  private final Random chance = new Random(1);
  private Instant now = START;
  World world;

  TestWorld() {
    AccessControl access =
        AccessControl.installed("pw", "key")
            .withUser("ops@pve", new User("", true))
            .withToken("ops@pve!t", new ApiToken("s", true, ""))
            .withAcl(new Acl("/", "ops@pve", "Administrator", true));
    QemuState vms =
        QemuState.EMPTY
            .with(SimVm.stopped(100, Map.of("name", "a", "memory", "512")).with(SimVm.Power.RUNNING).with(SimVm.Guest.SILENT))
            .with(SimVm.stopped(101, Map.of("name", "b", "memory", "512")));
    HostFacts facts =
        new HostFacts("pve1", "9.2.11", "10.0.13", 8, 32L << 30, Set.of("vmbr0"), START.minusSeconds(3600), List.of());
    SimStorage local = new SimStorage("local", SimStorage.Type.DIR, Set.of("images", "iso"), 1L << 40);
    world =
        World.of(
            facts, new World.Pace(1, Duration.ofSeconds(10)), access, new TreeMap<>(Map.of("local", local)), vms, START);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** The answer; fails where the host would make the call wait. */
  Reply call(Caller caller, String method, String path, String... params) {
    return ((Turn.Answered) turn(now, caller, method, path, params)).reply();
  }

  Turn turn(Instant arrived, Caller caller, String method, String path, String... params) {
    SequencedMap<String, Sent> sent = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      sent.put(params[i], Sent.of(params[i + 1]));
    }
    Moment moment = new Moment(now, chance, type -> Optional.empty());
    Turn turn = Api.answer(world, new Call(method, path, sent, caller, arrived), moment);
    world = turn.world();
    return turn;
  }

  void grant(String path, String role) {
    world = world.with(world.access().withAcl(new Acl(path, TOKEN.id(), role, true)));
  }

  Instant now() {
    return now;
  }
}
