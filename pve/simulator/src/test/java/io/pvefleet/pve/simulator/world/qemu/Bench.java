package io.pvefleet.pve.simulator.world.qemu;

import io.pvefleet.pve.simulator.world.qemu.QemuOutcome.Done;
import io.pvefleet.pve.simulator.world.qemu.QemuOutcome.Refused;
import io.pvefleet.pve.simulator.world.qemu.QemuOutcome.Task;
import io.pvefleet.pve.simulator.world.qemu.QemuOutcome.TaskEnd;
import io.pvefleet.pve.wire.PveRequest.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** One machine on a host, to try rules on: each call is carried out to its end, tasks too. */
final class Bench {

  static final int VMID = 100;
  private static final long GIB = 1L << 30;

  private QemuState state;
  private final QemuContext context;
  private String last = "";

  private Bench(QemuState state, Asker asker) {
    this.state = state;
    TreeMap<String, SimStorage> storages = new TreeMap<>();
    storages.put("local", new SimStorage("local", SimStorage.Type.DIR, Set.of("images", "iso", "import", "snippets"), 100 * GIB));
    storages.put("local-lvm", new SimStorage("local-lvm", SimStorage.Type.LVMTHIN, Set.of("images"), 100 * GIB));
    this.context = new QemuContext(
        Instant.parse("2026-11-22T07:00:00Z"), new Random(7), "pve1", "10.0.13", Set.of("vmbr0"), storages, 8,
        Set.of(300), Set.of(), asker);
  }

  /** A stopped machine with one disk, as an administrator's token sees it. */
  static Bench stopped() {
    return with(Map.of("scsi0", "local:100/vm-100-disk-0.raw,size=1G", "boot", "order=scsi0", "memory", "128", "ostype", "l26"));
  }

  static Bench with(Map<String, String> config) {
    QemuState state = QemuState.EMPTY
        .with(new SimVolume("local:iso/a.iso", "iso", 0, 64 << 10, "iso", Optional.empty()))
        .with(new SimVolume("local:100/vm-100-disk-0.raw", "images", VMID, GIB, "raw", Optional.empty()));
    return new Bench(state.with(SimVm.stopped(VMID, config)), token());
  }

  /** The same machine, running. */
  Bench running() {
    state = state.with(vm().with(SimVm.Power.RUNNING));
    return this;
  }

  Bench having(String option, String value) {
    state = state.with(vm().with(option, value));
    return this;
  }

  private static Asker token() {
    return new Asker() {
      @Override
      public String user() {
        return "root@pam!full";
      }

      @Override
      public boolean isRoot() {
        return false;
      }

      @Override
      public boolean may(String path, String privilege) {
        return true;
      }
    };
  }

  /** Changes the configuration in the call; pairs of names and values. Gives what went wrong, or {@code OK}. */
  String put(String... params) {
    return call(Method.PUT, "config", params);
  }

  String post(String call, String... params) {
    return call(Method.POST, call, params);
  }

  String create(int vmid, String... params) {
    Map<String, String> sent = pairs(params);
    sent.put("vmid", String.valueOf(vmid));
    return carry(QemuApi.answer(state, context, QemuRequest.of(Method.POST, List.of(), sent)).orElseThrow());
  }

  String delete(int vmid) {
    return carry(
        QemuApi.answer(state, context, QemuRequest.of(Method.DELETE, List.of(String.valueOf(vmid)), Map.of())).orElseThrow());
  }

  String call(Method method, String call, String... params) {
    List<String> path = new ArrayList<>(List.of(String.valueOf(VMID)));
    path.addAll(List.of(call.split("/")));
    return carry(QemuApi.answer(state, context, QemuRequest.of(method, path, pairs(params))).orElseThrow());
  }

  private static Map<String, String> pairs(String... params) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      map.put(params[i], params[i + 1]);
    }
    return map;
  }

  private String carry(QemuOutcome outcome) {
    switch (outcome) {
      case Refused refused -> {
        state = refused.state();
        last = refused.errors().isEmpty()
            ? refused.status() + " " + refused.message().strip()
            : refused.errors().toString().strip();
      }
      case Done done -> {
        state = done.state();
        last = "OK";
      }
      case Task task -> {
        TaskEnd end = task.effect().apply(task.begun());
        state = end.state();
        last = end.exitStatus();
        end.followUps().forEach(next -> carry(next.apply(state)));
      }
    }
    return last;
  }

  SimVm vm() {
    return state.vm(VMID).orElseThrow();
  }

  SimVm vm(int vmid) {
    return state.vm(vmid).orElseThrow();
  }

  QemuState state() {
    return state;
  }

  /** Value with everything pending applied; {@code (absent)} where there is none. */
  String value(String option) {
    return vm().effective().getOrDefault(option, "(absent)");
  }
}
