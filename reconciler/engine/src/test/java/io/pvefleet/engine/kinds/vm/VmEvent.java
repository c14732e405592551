package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What happens to a VM that nobody changed in Git, and after which the plan is empty as it was before. */
enum VmEvent {
  POWER_CYCLED {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      boolean isRunning = lab.seen(vm).power() == Power.RUNNING;
      assertThat(lab.power(isRunning ? "stop" : "start")).as("off or on").isTrue();
      assertThat(lab.power(isRunning ? "start" : "stop")).as("on or off again").isTrue();
      return true;
    }
  },
  SNAPSHOTTED {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      if (!lab.by(PveRequest.post(VM + "/snapshot").with("snapname", "law"))) {
        return false;
      }
      isEmpty.accept("with a snapshot");
      assertThat(lab.by(PveRequest.delete(VM + "/snapshot/law"))).isTrue();
      return true;
    }
  },
  BACKED_UP {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      Optional<Upid> task = lab.begin(PveRequest.post("/nodes/pve1/vzdump").with("vmid", "102").with("storage", "local"));
      assertThat(task).isPresent();
      assertThat(lab.seen(vm).lock()).isEqualTo("backup");
      Change change = lab.plan(vm);
      assertThat(change instanceof Change.Keep || change.head().verdict() instanceof Verdict.Held).as("%s", change).isTrue();
      lab.host.await(task.get());
      return true;
    }
  },
  MIGRATED_AND_BACK {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      lab.host.migrate(Optional.of(102));
      Change change = lab.plan(vm);
      assertThat(change.head().verdict()).isInstanceOf(Verdict.Held.class);
      assertThat(change.steps()).isEmpty();
      lab.host.migrate(Optional.empty());
      return true;
    }
  },
  EDITED_ELSEWHERE {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      List<Map.Entry<String, String>> free =
          UNRELATED.entrySet().stream()
              .filter(e -> !vm.options().containsKey(e.getKey()) && !vm.options().containsKey(ALSO.getOrDefault(e.getKey(), "")))
              .sorted(Map.Entry.comparingByKey())
              .toList();
      Map.Entry<String, String> edit = free.get(random.nextInt(free.size()));
      assertThat(lab.config(edit.getKey(), edit.getValue())).as("%s", edit).isTrue();
      return true;
    }
  },
  ROLLED_BACK {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      boolean isRunning = lab.seen(vm).power() == Power.RUNNING;
      if (!lab.by(PveRequest.post(VM + "/snapshot").with("snapname", "law"))) {
        return false;
      }
      EDITED_ELSEWHERE.happens(lab, vm, random, isEmpty);
      assertThat(lab.by(PveRequest.post(VM + "/snapshot/law/rollback"))).isTrue();
      if (isRunning) {
        assertThat(lab.power("start")).isTrue();
      }
      isEmpty.accept("rolled back");
      return lab.by(PveRequest.delete(VM + "/snapshot/law"));
    }
  },
  REWRITTEN {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      VmObservation seen = lab.seen(vm);
      List<String> tags = Form.tags(seen.effective().getOrDefault("tags", ""));
      assertThat(lab.config("tags", String.join(" ", tags.reversed()).toUpperCase(java.util.Locale.ROOT))).isTrue();
      String description = seen.effective().getOrDefault("description", "");
      return description.isEmpty() || lab.config("description", description + " \n\n");
    }
  },
  LEFT_ALONE {
    @Override
    boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty) {
      lab.host.pass(Duration.ofDays(3));
      return true;
    }
  };

  private static final String VM = "/nodes/pve1/qemu/102";

  /** Options that a person may set and a document may not mention. */
  private static final Map<String, String> UNRELATED =
      Map.ofEntries(
          Map.entry("description", "by hand"),
          Map.entry("onboot", "1"),
          Map.entry("startup", "order=7"),
          Map.entry("net7", "virtio,bridge=vmbr1"),
          Map.entry("scsi9", "tank:1"),
          Map.entry("sata4", "local:iso/b.iso,media=cdrom"),
          Map.entry("serial3", "socket"),
          Map.entry("cpulimit", "3"),
          Map.entry("balloon", "256"),
          Map.entry("memory", "3072"),
          Map.entry("cores", "3"),
          Map.entry("agent", "1"),
          Map.entry("bios", "ovmf"),
          Map.entry("ostype", "win11"),
          Map.entry("nameserver", "10.0.0.9"),
          Map.entry("hotplug", "network,disk"));

  /** Options that the host changes by itself with these: a CD drive joins the boot order, Windows pins the machine. */
  private static final Map<String, String> ALSO = Map.of("sata4", "boot", "ostype", "machine");

  /**
   * Lets it happen.
   *
   * @param isEmpty asserts that the plan is empty in between
   * @return false where this host does not let it happen to this VM
   */
  abstract boolean happens(LawLab lab, Vm vm, Random random, Consumer<String> isEmpty);
}
