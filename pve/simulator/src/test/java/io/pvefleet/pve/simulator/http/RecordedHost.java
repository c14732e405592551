package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.console.Termproxy;
import io.pvefleet.pve.simulator.world.qemu.SimStorage;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state of the recorded host before its transcripts: users, tokens, storages, a pool, one machine. */
final class RecordedHost {

  private RecordedHost() {}

  static void prepare(SimulatedHost host, Map<String, String> tokens) throws InterruptedException {
    host.machine().change((world, moment) -> {
      SortedMap<String, SimStorage> storages = new TreeMap<>();
      Set<String> all = Set.of("iso", "rootdir", "images", "import", "backup", "vztmpl", "snippets");
      storages.put("local", new SimStorage("local", SimStorage.Type.DIR, all, 270_553_174_016L));
      Set<String> fewer = Set.of("iso", "rootdir", "backup", "images");
      storages.put("local2", new SimStorage("local2", SimStorage.Type.DIR, fewer, 270_553_174_016L));
      return new HostMachine.Changed<>(world.withStorages(storages), 0);
    });
    user(host, "ops@pve", "Administrator");
    user(host, "viewer@pve", "PVEAuditor");
    tokens.put("root@pam!full", host.rootToken().substring(host.rootToken().indexOf('=') + 1));
    tokens.put("ops@pve!full", token(host, "ops@pve", "full", "0"));
    tokens.put("ops@pve!sep", token(host, "ops@pve", "sep", "1"));
    tokens.put("viewer@pve!ro", token(host, "viewer@pve", "ro", "0"));
    ok(host.keyboard().asRoot(PveRequest.post("/pools").with("poolid", "testpool").with("comment", "a pool")));
    host.keyboard().create(
        100,
        Map.ofEntries(
            Map.entry("name", "vm100"), Map.entry("memory", "256"), Map.entry("kvm", "0"), Map.entry("ostype", "l26"),
            Map.entry("scsihw", "virtio-scsi-single"), Map.entry("boot", "order=scsi0;net0"), Map.entry("onboot", "0"),
            Map.entry("scsi0", "local:100/vm-100-disk-0.raw,size=1G"),
            Map.entry("net0", "virtio=BC:24:11:17:62:65,bridge=vmbr0"),
            Map.entry("smbios1", "uuid=d1926f28-fb9b-484c-bec7-50b1bc068ad0"),
            Map.entry("vmgenid", "4d97143f-bbde-42a9-948d-438f1e0efdc8"),
            Map.entry("meta", "creation-qemu=10.0.13,ctime=1795318803")));
    host.machine().change((world, moment) -> {
      SimVolume disk = new SimVolume("local:100/vm-100-disk-0.raw", "images", 100, 1L << 30, "raw", Optional.empty());
      return new HostMachine.Changed<>(world.with(world.qemu().with(disk), moment.now()), 0);
    });
  }

  /** What was done at the host's own keyboard, or by calls that are not simulated, before a recorded request. */
  static void before(SimulatedHost host, String file, Transcript.Exchange next, TranscriptReplay replay) throws Exception {
    String key = file + " " + next.title() + " " + next.method() + " " + next.target().replaceAll("^/api2/json|\\?.*", "");
    switch (key) {
      case "05-create delete with purge DELETE /nodes/pve1/qemu/102" -> host.keyboard().stop(102); // has KVM, so it ran here
      case "08-template-clone-lock while a clone runs: lock on source and target POST /nodes/pve1/qemu/120/clone" ->
          made("vmid=120&name=big&memory=256&kvm=0&scsi0=local%3A4", replay);
      case "12-task-api source=all GET /nodes/pve1/tasks" ->
          replay.start(
              "/nodes/pve1/qemu/120/clone", "newid=123&full=1",
              "UPID:pve1:000003FF:000772A8:6B026D71:qmclone:120:root@pam!full:");
      case "11-locks  GET /nodes/pve1/qemu/122/status/current" -> host.keyboard().set(122, "lock", "backup");
      case "40-storage  GET /storage" -> host.keyboard().addFile("local:iso/memtest86-x64.iso", 6_205_440);
      case "13-freshness  GET /nodes/pve1/qemu/140/pending" ->
          made("vmid=140&name=renamed&memory=64&kvm=0&scsi0=local%3A1", replay);
      case "20-vncproxy vncproxy websocket=1 (API token) POST /nodes/pve1/qemu/100/vncproxy" -> {
        host.keyboard().put(SimVm.stopped(100, Map.of("name", "vm100")).with(SimVm.Power.RUNNING));
        host.keyboard().put(SimVm.stopped(101, Map.of("name", "vm101", "serial0", "socket")));
      }
      case "21-vncproxy-stopped stopped VM: 200, as if fine POST /nodes/pve1/qemu/101/vncproxy" ->
          replay.pass(Duration.ofMinutes(6)); // ports of the recording before are no longer reserved
      // termproxy was not there at first; then a stand-in was
      case "21-vncproxy-stopped termproxy on a VM without serial port POST /nodes/pve1/qemu/100/termproxy" ->
          host.machine().change((world, moment) ->
              new HostMachine.Changed<>(world.with(world.consoles().with(Termproxy.MISSING)), 0));
      case "22-termproxy VM serial console POST /nodes/pve1/qemu/101/termproxy" -> {
        host.keyboard().start(101);
        host.machine().change((world, moment) ->
            new HostMachine.Changed<>(world.with(world.consoles().with(Termproxy.CURRENT)), 0));
      }
      default -> { }
    }
  }

  private static void made(String params, TranscriptReplay replay) throws Exception {
    replay.start("/nodes/pve1/qemu", params, "");
    replay.settle();
  }

  /** No guest of the recordings had a system that answers. */
  static void silence(SimulatedHost host) {
    host.keyboard().vms().keySet().forEach(vmid -> host.keyboard().edit(vmid, vm -> vm.with(SimVm.Guest.SILENT)));
  }

  private static void user(SimulatedHost host, String id, String role) throws InterruptedException {
    ok(host.keyboard().asRoot(PveRequest.post("/access/users").with("userid", id).with("password", host.rootPassword())));
    if (!role.isEmpty()) {
      ok(host.keyboard().asRoot(PveRequest.put("/access/acl").with("path", "/").with("users", id).with("roles", role)));
    }
  }

  private static String token(SimulatedHost host, String user, String name, String separated) throws InterruptedException {
    PveRequest make = PveRequest.post("/access/users/" + user + "/token/" + name).with("privsep", separated);
    return ok(host.keyboard().asRoot(make)).data().path("value").asString();
  }

  private static PveResponse ok(PveResponse response) {
    if (!response.isSuccess()) {
      throw new IllegalStateException("the recorded host cannot be prepared: " + response);
    }
    return response;
  }
}
