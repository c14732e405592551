package io.pvefleet.engine.pass;

import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.observe.HostObservation;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.observe.Reads;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * VMs that pvefleet took down in order to start them again: which of them it still owes a start, judged from what was observed and
 * from the host's list of tasks. It is owed once, and to nobody who has taken the VM's power into their own hands since.
 */
public final class OwedStarts {

  /** What people do to a VM that they want down; done by anybody else, it ends what we owe. */
  private static final Set<String> TAKEN_DOWN =
      Set.of("qmstop", "qmshutdown", "qmreboot", "qmsuspend", "qmpause", "qmrollback", "qmigrate", "hastop", "stopall");

  /** The host counts whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private OwedStarts() {}

  /**
   * Which starts are still owed and which are not any more; one that is in neither is not known, and nothing is done about it.
   *
   * @param owed VMs to start with the next plan
   * @param over VMs that run, are gone, are declared otherwise, or were taken over by somebody else
   */
  public record Judged(Set<Integer> owed, Set<Integer> over) {
    public Judged {
      owed = Set.copyOf(owed);
      over = Set.copyOf(over);
    }
  }

  /** What to ask of the host before judging; nothing where everything that is owed runs. */
  public static List<PveRequest> requests(DesiredHost desired, HostObservation observed, Map<Integer, Instant> since) {
    if (!(observed.reach() instanceof Reach.Reached(String version, String node))) {
      return List.of();
    }
    List<PveRequest> requests = new ArrayList<>();
    since.keySet().stream().filter(vmid -> isDown(observed, vmid) && isToRun(desired, vmid)).sorted()
        .forEach(vmid -> requests.add(Reads.tasks(node, vmid)));
    if (!requests.isEmpty()) {
      requests.addFirst(Reads.time(node));
    }
    return List.copyOf(requests);
  }

  /**
   * Judges.
   *
   * @param since when each VM was taken down, by our clock
   * @param user whom the host knows us as; empty where that is not known, and then everybody's tasks count as ours
   * @param answers to {@link #requests}
   * @param at our clock when they were read
   */
  public static Judged judge(
      DesiredHost desired, HostObservation observed, Map<Integer, Instant> since, Optional<String> user,
      Map<PveRequest, Answer> answers, Instant at) {
    Set<Integer> owed = new TreeSet<>();
    Set<Integer> over = new TreeSet<>();
    if (observed.reach() instanceof Reach.Reached(String version, String node)) {
      Duration skew = Reads.timeOf(answers.get(Reads.time(node))).map(hosts -> Duration.between(at, hosts)).orElse(Duration.ZERO);
      new TreeMap<>(since).forEach((vmid, taken) -> {
        if (!isToRun(desired, vmid) || isKnownOtherwise(observed, vmid)) {
          over.add(vmid);
        } else if (isDown(observed, vmid) && answers.get(Reads.tasks(node, vmid)) instanceof Answer.Data(JsonNode rows)) {
          (isTakenOver(rows, taken.plus(skew).minus(SECOND), user) ? over : owed).add(vmid);
        }
      });
    }
    return new Judged(owed, over);
  }

  private static boolean isToRun(DesiredHost desired, int vmid) {
    return desired.vms().stream().anyMatch(vm -> vm.ref().vmid() == vmid && vm.power() != Vm.DesiredPower.STOPPED);
  }

  private static boolean isDown(HostObservation observed, int vmid) {
    return observed.vms().get(vmid) instanceof Observed.Present<VmObservation>(VmObservation vm)
        && vm.power() == VmObservation.Power.STOPPED;
  }

  private static boolean isKnownOtherwise(HostObservation observed, int vmid) {
    Observed<VmObservation> read = observed.vms().get(vmid);
    return read instanceof Observed.Absent<VmObservation> || read instanceof Observed.Present<VmObservation> && !isDown(observed, vmid);
  }

  /** Started since, by whomever, and so brought down again by somebody else; or taken down by another user's task. */
  private static boolean isTakenOver(JsonNode rows, Instant since, Optional<String> user) {
    for (JsonNode row : rows) {
      Optional<Upid> task = Upid.parse(row.path("upid").asString("")).filter(upid -> !upid.startTime().isBefore(since));
      if (task.isPresent() && (isDone(row, task.get(), "qmstart") || isDone(row, task.get(), "qmresume")
          || TAKEN_DOWN.contains(task.get().type()) && user.filter(us -> !us.equals(task.get().user())).isPresent())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDone(JsonNode row, Upid task, String type) {
    return task.type().equals(type)
        && row.has("endtime")
        && TaskStatus.ofExit(row.path("status").asString("")) instanceof TaskStatus.Succeeded;
  }

  /** Whether this plan is to start it. */
  static boolean isOwed(HostMemory memory, VmObservation found) {
    return memory.owedStarts().contains(found.vmid()) && found.power() == VmObservation.Power.STOPPED;
  }

  /** The declaration with the start in it, also where Git leaves the power alone. */
  static Vm wanted(Vm declared) {
    return declared.power() == Vm.DesiredPower.UNMANAGED ? declared.running() : declared;
  }

  /** Nothing but the start: no mode of drift keeps back what is our own doing. */
  static boolean isAllThatIsLeft(HostMemory memory, VmObservation found, Remaining remaining) {
    return isOwed(memory, found) && remaining.diff().attributes().stream().allMatch(attribute -> attribute.path().equals("spec.power"));
  }

  /** The change, saying why it starts the VM. */
  static Change told(Change change) {
    Change.Head head = change.head();
    return change instanceof Change.Keep
        ? change
        : change.with(head.with(head.verdict(), head.state(), "pvefleet took it down for a change and has to start it again"));
  }
}
