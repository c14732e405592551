package io.pvefleet.pve.simulator.world.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One worker's run over one state: what it has written so far stays when it dies. Confined to a call; what leaves it is
 * immutable.
 */
final class Work {

  final QemuContext context;
  final List<String> log = new ArrayList<>();
  final List<Function<QemuState, QemuOutcome>> followUps = new ArrayList<>();
  private QemuState state;
  private int warnings;

  Work(QemuState state, QemuContext context) {
    this.state = state;
    this.context = context;
  }

  QemuState state() {
    return state;
  }

  void set(QemuState next) {
    state = next;
  }

  void warn(String text) {
    log.add("WARN: " + text);
    warnings++;
  }

  /** The machine; {@link Die} with the host's text where there is none. */
  SimVm vm(int vmid) {
    return state.vm(vmid).orElseThrow(() -> missing(vmid));
  }

  Die missing(int vmid) {
    return Die.of("Configuration file 'nodes/" + context.node() + "/qemu-server/" + vmid + ".conf' does not exist");
  }

  /** The machine, asked for as the power calls do. */
  SimVm runningVm(int vmid) {
    return state.vm(vmid).orElseThrow(
        () -> Die.of("unable to find configuration file for VM " + vmid + " on node '" + context.node() + "'"));
  }

  void checkLock(SimVm vm) {
    vm.lock().ifPresent(lock -> {
      throw Die.of("VM is locked (" + lock + ")");
    });
  }

  Draft draft(int vmid) {
    return new Draft(vm(vmid));
  }

  void write(Draft draft) {
    state = state.with(draft.stored(vm(draft.vmid)));
  }

  void write(SimVm vm) {
    state = state.with(new Draft(vm).stored(vm));
  }

  /** Does the work at once: an answer, or the refusal with what had been written. */
  static QemuOutcome now(QemuState state, QemuContext context, Function<Work, JsonNode> work) {
    Work run = new Work(state, context);
    try {
      JsonNode data = work.apply(run);
      return new QemuOutcome.Done(run.state, data);
    } catch (Die e) {
      return e.refused(run.state);
    }
  }

  /** Does the work to its end as a task does: an exit status in any case. */
  static QemuOutcome.TaskEnd task(QemuState state, QemuContext context, Consumer<Work> work) {
    Work run = new Work(state, context);
    try {
      work.accept(run);
      String exit = run.warnings == 0 ? "OK" : "WARNINGS: " + run.warnings;
      return new QemuOutcome.TaskEnd(run.state, exit, run.log, run.followUps);
    } catch (Die e) {
      return new QemuOutcome.TaskEnd(run.state, e.exitStatus(), run.log, List.of());
    }
  }

  /** Runs checks that may refuse before anything is started. */
  static QemuOutcome checked(QemuState state, Supplier<QemuOutcome> checks) {
    try {
      return checks.get();
    } catch (Die e) {
      return e.refused(state);
    }
  }
}
