package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Call;
import io.pvefleet.pve.simulator.world.Container;
import io.pvefleet.pve.simulator.world.Moment;
import io.pvefleet.pve.simulator.world.Reply;
import io.pvefleet.pve.simulator.world.World;
import io.pvefleet.pve.simulator.world.access.AccessControl.ApiToken;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.qemu.QemuState;
import io.pvefleet.pve.simulator.world.qemu.SimVm;
import io.pvefleet.pve.simulator.world.qemu.SimVolume;
import io.pvefleet.pve.simulator.world.schema.Sent;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * What an engineer does at the host's own keyboard, behind the back of every tool: at once, without tasks, rights or requests
 * in the log. Thread-safe; throws {@link NoSuchElementException} for a machine that is not there.
 */
public final class HostKeyboard {

  private final HostMachine machine;

  HostKeyboard(HostMachine machine) {
    this.machine = machine;
  }

  /** The machines there are, by vmid. */
  public SortedMap<Integer, SimVm> vms() {
    return machine.look().qemu().vms();
  }

  public Optional<SimVm> vm(int vmid) {
    return machine.look().qemu().vm(vmid);
  }

  public boolean isRunning(int vmid) {
    return present(machine.look().qemu(), vmid).isRunning();
  }

  /** Writes a stopped machine's configuration file as it stands. Its volumes are not made. */
  public void create(int vmid, Map<String, String> config) {
    change(state -> state.with(SimVm.stopped(vmid, config)));
  }

  /** Puts a machine there in any state, or replaces the one that is. */
  public void put(SimVm vm) {
    change(state -> state.with(vm));
  }

  /** Starts a machine or a container. */
  public void start(int vmid) {
    if (isContainer(vmid)) {
      containers((containers, moment) -> containers.computeIfPresent(vmid, (id, c) -> c.running(moment.now())));
    } else {
      edit(vmid, vm -> vm.with(SimVm.Power.RUNNING));
    }
  }

  /** Stops a machine or a container. */
  public void stop(int vmid) {
    if (isContainer(vmid)) {
      containers((containers, moment) -> containers.computeIfPresent(vmid, (id, c) -> c.stopped()));
    } else {
      edit(vmid, vm -> vm.with(SimVm.Power.STOPPED));
    }
  }

  /** Takes the configuration file and the volumes of a machine or a container away, running or not. */
  public void delete(int vmid) {
    if (isContainer(vmid)) {
      containers((containers, moment) -> containers.remove(vmid));
      return;
    }
    change(state -> {
      present(state, vmid);
      QemuState next = state.withoutVm(vmid);
      for (SimVolume volume : state.volumes().values()) {
        next = volume.owner() == vmid ? next.withoutVolume(volume.volid()) : next;
      }
      return next;
    });
  }

  /** Sets an option in the configuration file; its text is not checked. */
  public void set(int vmid, String option, String value) {
    edit(vmid, vm -> vm.with(option, value));
  }

  /** Removes an option from the configuration file. */
  public void unset(int vmid, String option) {
    edit(vmid, vm -> vm.without(option));
  }

  /** From now on the guest neither answers the power button nor gives up devices, and its agent is silent. */
  public void silence(int vmid) {
    edit(vmid, vm -> vm.with(SimVm.Guest.SILENT));
  }

  /** Any other change of one machine. */
  public void edit(int vmid, UnaryOperator<SimVm> change) {
    change(state -> state.with(change.apply(present(state, vmid))));
  }

  /** Puts a file such as {@code local:iso/debian.iso} on a storage. */
  public void addFile(String volid, long bytes) {
    String content = volid.substring(volid.indexOf(':') + 1, volid.indexOf('/'));
    change(state -> state.with(new SimVolume(volid, content, 0, bytes, content, Optional.empty())));
  }

  /** A stopped container. There is no other way to make one: the simulated API only lists them and opens their consoles. */
  public void addContainer(int vmid, String name) {
    containers((containers, moment) -> containers.put(vmid, Container.stopped(vmid, name)));
  }

  private boolean isContainer(int vmid) {
    return machine.look().containers().containsKey(vmid);
  }

  private void containers(BiConsumer<SortedMap<Integer, Container>, Moment> change) {
    machine.change((world, moment) -> {
      SortedMap<Integer, Container> containers = new TreeMap<>(world.containers());
      change.accept(containers, moment);
      return new HostMachine.Changed<>(world.withContainers(containers, moment.now()), 0);
    });
  }

  /** Makes a token worthless, as when somebody deletes it; calls with it are 401 from now on. */
  public void revoke(String token) {
    String id = token.substring(0, token.indexOf('='));
    access(world -> world.with(world.access().withToken(id, new ApiToken("", true, "revoked"))));
  }

  /** Lets a token end at that moment, in whole seconds. */
  public void expire(String token, Instant end) {
    int equals = token.indexOf('=');
    access(world -> world.with(world.access().withToken(
        token.substring(0, equals), new ApiToken(token.substring(equals + 1), true, "", end.getEpochSecond()))));
  }

  /** Makes a token valid again with the secret in its text. */
  public void restore(String token) {
    int equals = token.indexOf('=');
    access(world ->
        world.with(world.access().withToken(token.substring(0, equals), new ApiToken(token.substring(equals + 1), true, ""))));
  }

  /** Begins a backup that takes so long: the machine is locked, and a task works on it. */
  public void backUp(int vmid, Duration time) {
    machine.change((world, moment) -> new HostMachine.Changed<>(world.withBackup(vmid, time, moment), 0));
  }

  /** Kills pvestatd, and lets the five minutes pass after which nothing is left of what it told. */
  public void stopStatistics() {
    machine.change((world, moment) -> new HostMachine.Changed<>(world.withoutStatistics(), 0));
  }

  /** Starts pvestatd again. */
  public void startStatistics() {
    machine.change((world, moment) -> new HostMachine.Changed<>(world.withStatistics(moment.now()), 0));
  }

  /** Takes every privilege out of a role: whoever has no other is known to the host and may see nothing. */
  public void withdraw(String role) {
    access(world -> world.with(world.access().withRole(role, new TreeSet<>())));
  }

  /** Takes a privilege out of a role, such as {@code VM.Audit} out of {@code Reconcile}. */
  public void withdraw(String role, String privilege) {
    access(world -> {
      SortedSet<String> left = new TreeSet<>(world.access().roles().getOrDefault(role, new TreeSet<>()));
      left.remove(privilege);
      return world.with(world.access().withRole(role, left));
    });
  }

  /**
   * A call of the API as {@code root@pam} itself, without HTTP and faults. Blocks where the host waits for a lock.
   */
  public PveResponse asRoot(PveRequest request) throws InterruptedException {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    request.params().forEach(p -> values.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p.value().shown()));
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    values.forEach((name, texts) ->
        params.put(name, texts.size() == 1 ? Sent.of(texts.getFirst()) : new Sent.Array(texts)));
    String path = FormDecoding.percentDecoded(request.path());
    Caller root = new Caller.Ticket("root@pam");
    Call call = new Call(request.method().name(), path, params, root, machine.clock().instant());
    Reply reply = machine.answer(call);
    String message = reply.message().strip();
    return new PveResponse(reply.status(), reply.isSuccess() ? "OK" : message, reply.data(), reply.errors(), message);
  }

  private void change(UnaryOperator<QemuState> change) {
    machine.change((world, moment) ->
        new HostMachine.Changed<>(world.with(change.apply(world.qemu()), moment.now()), 0));
  }

  private void access(UnaryOperator<World> change) {
    machine.change((world, moment) -> new HostMachine.Changed<>(change.apply(world), 0));
  }

  private static SimVm present(QemuState state, int vmid) {
    return state.vm(vmid).orElseThrow(() -> new NoSuchElementException("no machine " + vmid + " on this host"));
  }
}
