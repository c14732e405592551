package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.view.TestClock;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.simulator.world.Api;
import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.HostFacts;
import io.pvefleet.pve.simulator.world.Moment;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.Turn;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.simulator.world.schema.Sent;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** One simulated host without its HTTP shell, on the test's clock, which goes on only when somebody waits. Thread safe. */
final class CrashHost implements HostLine, HostLines {

  /** As the reconciler is known there. */
  static final String US = "root@pam";

  private final Random chance;
  private final TestClock clock;
  private final List<PveRequest> accepted = new ArrayList<>();
  private Optional<String> nextTask = Optional.empty();
  private World world;

  CrashHost(long seed, TestClock clock) {
    this.chance = new Random(seed);
    this.clock = clock;
    TreeMap<String, SimStorage> storages = new TreeMap<>();
    storages.put("local", new SimStorage("local", SimStorage.Type.DIR, Set.of("iso", "import", "images"), 96L << 30));
    storages.put("local-lvm", new SimStorage("local-lvm", SimStorage.Type.LVMTHIN, Set.of("images", "rootdir"), 4L << 40));
    HostFacts facts =
        new HostFacts("pve1", "9.2.11", "10.0.13", 16, 64L << 30, Set.of("vmbr0"), clock.instant().minus(Duration.ofDays(9)), List.of());
    World.Pace pace = new World.Pace(10, Duration.ofSeconds(10));
    this.world = World.of(facts, pace, access(), storages, template(), clock.instant());
  }

  private static AccessControl access() {
    return AccessControl.installed("secret", "key")
        .withToken("root@pam!person", new AccessControl.ApiToken("secret", false, ""));
  }

  private static QemuState template() {
    TreeMap<String, String> config = new TreeMap<>();
    config.put("name", "debian-13-cloud");
    config.put("template", "1");
    config.put("cores", "2");
    config.put("memory", "2048");
    config.put("boot", "order=scsi0");
    config.put("scsihw", "virtio-scsi-single");
    config.put("scsi0", "local-lvm:base-9000-disk-0,size=3G");
    config.put("net0", "virtio=BC:24:11:00:90:00,bridge=vmbr0");
    config.put("smbios1", "uuid=00000000-0000-4000-8000-000000009000");
    return QemuState.EMPTY
        .with(new SimVolume("local-lvm:base-9000-disk-0", "images", 9000, 3L << 30, "raw", Optional.empty()))
        .with(SimVm.stopped(9000, config));
  }

  @Override
  public HostLine to(Host host) {
    return this;
  }

  @Override
  public Optional<String> user() {
    return Optional.of(US);
  }

  @Override
  public Answer ask(PveRequest request) {
    return perform(request, US);
  }

  /** As another user would. */
  synchronized Answer perform(PveRequest request, String user) {
    Call call = call(request, user);
    for (int i = 0; i < 100; i++) {
      Turn turn = Api.answer(world, call, moment());
      world = turn.world();
      switch (turn) {
        case Turn.Answered answered -> {
          if (request.method() != PveRequest.Method.GET && answered.reply().isSuccess() && user.equals(US)) {
            accepted.add(request);
          }
          return answer(request, answered.reply());
        }
        case Turn.Waiting waiting -> clock.pass(Duration.between(clock.instant(), waiting.until()).plusMillis(1));
      }
    }
    throw new IllegalStateException("waited too often for " + request);
  }

  /** Performs it and lets its task end. */
  void carryOut(PveRequest request, String user) {
    if (perform(request, user) instanceof Answer.Data(JsonNode data)) {
      Upid.parse(data.asString("")).ifPresent(upid -> await(upid, Duration.ofHours(1)));
    }
  }

  @Override
  public TaskOver await(Upid upid, Duration limit) {
    PveRequest status = PveRequest.get("/nodes/pve1/tasks/" + upid.pathSegment() + "/status");
    for (int i = 0; i < 5_000; i++) {
      if (perform(status, US) instanceof Answer.Data(JsonNode data) && data.path("status").asString("").equals("stopped")) {
        return new TaskOver(TaskStatus.ofExit(data.path("exitstatus").asString("")), List.of());
      }
      clock.pass(Duration.ofMillis(500));
    }
    throw new IllegalStateException("never ends: " + upid);
  }

  /** The next task of ours to start ends so. */
  synchronized void nextTaskEnds(String exitStatus) {
    nextTask = Optional.of(exitStatus);
  }

  /** Everything that changed something and was accepted from us, oldest first. */
  synchronized List<PveRequest> accepted() {
    return List.copyOf(accepted);
  }

  synchronized World world() {
    world = Api.advance(world, moment());
    return world;
  }

  private Moment moment() {
    return new Moment(clock.instant(), chance, type -> {
      Optional<String> end = nextTask;
      nextTask = Optional.empty();
      return end;
    });
  }

  private Call call(PveRequest request, String user) {
    LinkedHashMap<String, Sent> params = new LinkedHashMap<>();
    request.params().forEach(param -> params.put(param.name(), Sent.of(param.value().shown())));
    String path = URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
    return new Call(request.method().name(), path, params, caller(user), clock.instant());
  }

  private static Caller caller(String user) {
    int bang = user.indexOf('!');
    return bang < 0 ? new Caller.Ticket(user) : new Caller.Token(user.substring(0, bang), user.substring(bang + 1));
  }

  /** The classes that the engine tells apart; the client's own classifier is proven elsewhere. */
  private static Answer answer(PveRequest request, Reply reply) {
    if (reply.isSuccess()) {
      return new Answer.Data(reply.data());
    }
    String message = reply.message().strip();
    FaultKind kind = message.contains("checksum mismatch") ? FaultKind.CONFLICT
        : message.contains("does not exist") ? FaultKind.NOT_FOUND
        : (message + reply.errors().values()).contains("already exists") ? FaultKind.ALREADY_EXISTS
        : message.contains("can't lock file") || message.contains("is locked") ? FaultKind.LOCKED
        : reply.status() == 403 ? FaultKind.FORBIDDEN
        : FaultKind.REJECTED;
    return new Answer.Fault(kind, message + " [" + request + "]", reply.errors());
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
