package io.pvefleet.app.web;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.Vm.Drift;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.fleet.model.OpenTimes;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens to a VM next, as far as that is settled: one sentence.
 *
 * @param key of the sentence below {@code vm.next.}
 * @param at the moment that it is about; empty where it is about none
 */
public record VmNext(String key, Optional<Instant> at) {

  /** At the next look, or whenever that is: pages that were written to files know no clockwork. */
  private static VmNext atLook(String key, Optional<Instant> look) {
    return new VmNext(look.isPresent() ? key : key + ".untimed", look);
  }

  /**
   * @param wanted as Git declares it; empty where it does not
   * @param look when its host is looked at next
   */
  static VmNext of(FleetView view, HostRow host, VmRow vm, Optional<Vm> wanted, Optional<Instant> look) {
    if (vm.state() == VmState.UNMANAGED) {
      return new VmNext("unmanaged", Optional.empty());
    }
    if (vm.isOld()) {
      return atLook("old", look);
    }
    if (vm.nextTry().isPresent()) {
      return new VmNext("failed", vm.nextTry());
    }
    if (vm.state() == VmState.PROGRESSING) {
      return new VmNext("progressing", Optional.empty());
    }
    if (vm.state() == VmState.PENDING_RESTART) {
      return restart(view, vm, wanted, look);
    }
    if (!vm.heldWhy().isEmpty()) {
      return new VmNext("held", Optional.empty());
    }
    if (vm.change().isEmpty() || vm.change().get() instanceof Change.Keep) {
      return atLook("nothing", look);
    }
    boolean isShownOnly = host.host().mode() == Host.Mode.OBSERVE
        || wanted.map(declared -> declared.drift().mode() == Drift.Mode.REPORT && vm.state() == VmState.DRIFTED).orElse(false);
    return isShownOnly ? new VmNext("shown", Optional.empty()) : atLook("applied", look);
  }

  private static VmNext restart(FleetView view, VmRow vm, Optional<Vm> wanted, Optional<Instant> look) {
    if (wanted.isEmpty()) {
      return new VmNext("restart.never", Optional.empty());
    }
    return switch (wanted.get().restart().policy()) {
      case NEVER -> new VmNext("restart.never", Optional.empty());
      case IMMEDIATE -> atLook("restart.now", look);
      case WINDOW -> {
        OpenTimes times = view.desired().flatMap(fleet -> fleet.host(vm.ref().host())).map(host -> host.openTimes(wanted.get()))
            .orElse(OpenTimes.NEVER);
        if (times.lasts(view.now(), wanted.get().restart().timeout())) {
          yield atLook("restart.now", look);
        }
        Optional<Instant> opening = times.nextOpening(view.now(), wanted.get().restart().timeout());
        yield new VmNext(opening.isPresent() ? "restart.window" : "restart.none", opening);
      }
    };
  }
}
