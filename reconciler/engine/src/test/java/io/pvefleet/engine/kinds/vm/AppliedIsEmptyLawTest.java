package io.pvefleet.engine.kinds.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.engine.observe.VmObservation.Power;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.pve.wire.PveRequest;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The law that everything serves: what was applied plans empty, for generated documents and whatever happens to the VM meanwhile.
 * {@code -Dpvefleet.seed} plays another series, {@code -Dpvefleet.case} one document of it.
 */
class AppliedIsEmptyLawTest {

  private static final long SEED = Long.getLong("pvefleet.seed", 20261122L);
  /** What a token can never set, and {@code pve} of devices whose options all have fields of their own. */
  private static final Set<String> NOT_GENERATED =
      Set.of("networks.*.pve.*", "pci.*.pve.*", "pci.*.host", "usb.*.host", "hookscript", "cpu.affinity");

  private static final int DOCUMENTS = 300;
  private static final int EDITS = 250;

  @Test
  void whatWasAppliedPlansEmptyWhateverHappensMeanwhile() {
    SpecCoverage coverage = new SpecCoverage();
    Map<VmEvent, Integer> happened = new EnumMap<>(VmEvent.class);
    Set<String> options = new TreeSet<>();
    int writes = 0;
    for (int i : cases(DOCUMENTS)) {
      GeneratedVm generated = GeneratedVm.of(new SpecGenerator(new Random(SEED + i)).spec());
      coverage.count(generated.spec());
      options.addAll(generated.vm().options().keySet());
      writes += applied(i, generated, happened);
    }
    System.out.printf(
        "law: %d generated documents from seed %d (-Dpvefleet.seed, -Dpvefleet.case), %d options of Proxmox, %d writes, empty after %s%n",
        DOCUMENTS, SEED, options.size(), writes, happened);
    System.out.printf("law: %d of %d fields covered: %s%n", coverage.fields() - coverage.missed().size(), coverage.fields(), coverage);
    if (Integer.getInteger("pvefleet.case") == null) {
      assertThat(coverage.missed()).as("fields that no document had").isSubsetOf(NOT_GENERATED);
      assertThat(happened.values()).as("%s", happened).allMatch(count -> count > DOCUMENTS / 10);
    }
  }

  @Test
  void anotherDocumentOnTopConvergesAndLosesNothingUndeclared() {
    Map<String, Integer> ends = new TreeMap<>();
    for (int i : cases(EDITS)) {
      ends.merge(edited(i), 1, Integer::sum);
    }
    System.out.printf("law: %d edits of applied documents from seed %d ended as %s%n", EDITS, SEED, ends);
    if (Integer.getInteger("pvefleet.case") == null) {
      assertThat(ends.getOrDefault("in sync", 0) + ends.getOrDefault("in sync after a power cycle", 0)).isGreaterThan(EDITS / 2);
    }
  }

  /** Applies the document, lets everything happen to it, and gives the number of writes. */
  static int applied(int i, GeneratedVm generated, Map<VmEvent, Integer> happened) {
    LawLab lab = new LawLab(SEED + i);
    Random random = new Random(SEED - i);
    try {
      lab.converge(generated.vm());
      assertEmpty(lab, generated.vm(), "applied");
      for (VmEvent event : VmEvent.values()) {
        boolean possible = event.happens(lab, generated.vm(), random, when -> assertEmpty(lab, generated.vm(), when));
        assertEmpty(lab, generated.vm(), event.name());
        happened.merge(event, possible ? 1 : 0, Integer::sum);
      }
      return lab.host.writes().size();
    } catch (AssertionError e) {
      throw failed(i, generated, lab, e);
    }
  }

  /** Applies a document and another one on top, and says how that ended. */
  static String edited(int i) {
    Random random = new Random(SEED + 1_000 + i);
    GeneratedVm first = GeneratedVm.of(new SpecGenerator(random).spec());
    GeneratedVm second = GeneratedVm.of(new SpecEdits(random).edited(first.spec(), new SpecGenerator(random).spec()));
    LawLab lab = new LawLab(SEED + i);
    try {
      lab.converge(first.vm());
      assertEmpty(lab, first.vm(), "applied");
      return end(lab, second.vm());
    } catch (AssertionError e) {
      throw failed(i, second, lab, new AssertionError(e.getMessage() + "\nfrom " + first.spec(), e));
    }
  }

  /** Applies the edit, with a power cycle by hand where it waits for one, and says how that ended. */
  private static String end(LawLab lab, Vm vm) {
    Set<String> disks = lab.host.disks();
    int before = lab.host.writes().size();
    Map<String, Impact> said = new LinkedHashMap<>();
    lab.plan(vm).attributes().forEach(a -> said.put(a.path(), a.impact()));
    Change change = lab.converge(vm);
    assertNothingUndeclared(lab, vm, disks, before);
    if (LawLab.isEmpty(change)) {
      return "in sync";
    }
    assertWaitsAsSaid(change, said);
    boolean isRunning = lab.seen(vm).power() == Power.RUNNING;
    if (isRunning) {
      assertThat(lab.power("stop")).isTrue();
    }
    Vm off = stopped(vm);
    change = lab.converge(off);
    if (isRunning && vm.power() != Vm.DesiredPower.STOPPED) {
      assertThat(lab.power("start")).isTrue();
    }
    change = lab.converge(vm);
    assertNothingUndeclared(lab, vm, disks, before);
    if (LawLab.isEmpty(change)) {
      return "in sync after a power cycle";
    }
    assertThat(change.head().verdict()).as("%s", change).isInstanceOf(Verdict.Held.class);
    Verdict.Held held = (Verdict.Held) change.head().verdict();
    assertThat(held.why()).as("%s", held).isIn(Verdict.Why.IMPOSSIBLE, Verdict.Why.PROTECTION);
    return "held: " + held.why().word();
  }

  /** The same VM as long as nobody starts it. */
  private static Vm stopped(Vm vm) {
    return new Vm(vm.ref(), vm.place(), vm.labels(), Vm.DesiredPower.UNMANAGED, vm.source(), vm.options(), vm.restart(), vm.lifecycle(),
        vm.drift(), vm.specHash());
  }

  /** What waits was announced as something that waits. */
  private static void assertWaitsAsSaid(Change change, Map<String, Impact> said) {
    if (change instanceof Change.Keep) {
      assertThat(change.head().state()).isEqualTo(VmState.PENDING_RESTART);
      Set<String> wrong = change.attributes().stream().map(AttributeChange::path)
          .filter(path -> said.getOrDefault(path, Impact.RESTART) == Impact.LIVE)
          .collect(Collectors.toSet());
      assertThat(wrong).as("announced as live, and waits").isEmpty();
    } else {
      assertThat(change.head().verdict()).as("%s", change).isInstanceOf(Verdict.Held.class);
    }
  }

  private static void assertNothingUndeclared(LawLab lab, Vm vm, Set<String> disksBefore, int writesBefore) {
    List<PveRequest> writes = lab.host.writes().subList(writesBefore, lab.host.writes().size());
    assertThat(writes).noneMatch(w -> w.method() == PveRequest.Method.DELETE || !w.shown("force").isEmpty());
    boolean deletes = vm.lifecycle().disks() == Vm.Lifecycle.Disks.DELETE;
    Set<String> gone = new HashSet<>(disksBefore);
    gone.removeAll(lab.host.disks());
    gone.removeIf(volume -> volume.contains("-cloudinit"));
    assertThat(gone).as("volumes that are gone though lifecycle.disks is %s", vm.lifecycle().disks())
        .allMatch(volume -> deletes && Volumes.isOwnedBy(volume, 102));
    for (PveRequest write : writes) {
      for (String option : write.shown("delete").split(",")) {
        boolean isDevice = Drive.isSlot(option) || Options.family(option).equals("net");
        assertThat(!isDevice || vm.options().get(option) instanceof Wanted.Absent).as("%s takes out %s", write, option).isTrue();
        assertThat(!Volumes.isUnused(option) || deletes).as("%s deletes a volume", write).isTrue();
      }
      write.params().stream().filter(p -> Drive.isSlot(p.name())).forEach(p ->
          assertThat(p.value().shown()).as("%s", write).doesNotContain("force"));
    }
  }

  private static void assertEmpty(LawLab lab, Vm vm, String when) {
    int before = lab.host.writes().size();
    Change change = lab.plan(vm);
    assertThat(LawLab.isEmpty(change)).as("%s: %s", when, change).isTrue();
    assertThat(lab.host.writes()).as("planning writes nothing").hasSize(before);
  }

  private static List<Integer> cases(int count) {
    return Optional.ofNullable(Integer.getInteger("pvefleet.case"))
        .map(List::of)
        .orElseGet(() -> java.util.stream.IntStream.range(0, count).boxed().toList());
  }

  private static AssertionError failed(int i, GeneratedVm generated, LawLab lab, AssertionError e) {
    return new AssertionError(
        "%s%n-Dpvefleet.seed=%d -Dpvefleet.case=%d%n%s%nwrites: %s"
            .formatted(e.getMessage(), SEED, i, generated.spec(), lab.host.writes()),
        e);
  }
}
