package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.app.store.Journal.Stage;
import io.pvefleet.app.store.Runs.Change;
import io.pvefleet.app.store.Runs.Ending;
import io.pvefleet.app.store.Runs.Result;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Closes what a process that died left open on a host: waits for its tasks, since two writers on one VM are worse than one late, and
 * ends its changes as not known. What is so then is read by the plan that follows; nothing is sent again.
 */
final class Settlement {

  /** A guest's number in the path of a request; Proxmox has nine digits at most. */
  private static final Pattern GUEST = Pattern.compile("/qemu/(\\d{1,9})/");

  /** Somebody's console of the VM: it writes nothing, is never ours, and runs for as long as the person looks. */
  private static final Set<String> CONSOLES = Set.of("vncproxy", "vncshell", "termproxy", "spiceproxy", "spiceshell");

  private final Store store;
  private final Clock clock;
  private final Duration taskLimit;

  Settlement(Store store, Clock clock, Duration taskLimit) {
    this.store = store;
    this.clock = clock;
    this.taskLimit = taskLimit;
  }

  /** To be called by whoever has the host's lease; blocks as long as such a task runs. True where something was open. */
  boolean settle(String host, String node, HostLine line) {
    List<Change> open = store.runs().unfinished(host);
    open.forEach(change -> settle(change, node, line));
    open.stream().map(Change::run).distinct().forEach(this::endWhereAllHaveEnded);
    return !open.isEmpty();
  }

  private void endWhereAllHaveEnded(long run) {
    if (store.runs().changes(run).stream().allMatch(change -> change.ending().isPresent())) {
      store.runs().end(run, clock.instant());
    }
  }

  private void settle(Change change, String node, HostLine line) {
    List<Entry> entries = store.journal().of(change.id());
    Set<Upid> tasks = new LinkedHashSet<>();
    if (!entries.isEmpty()) {
      Entry last = entries.getLast();
      switch (last.stage()) {
        // The answer is lost: whatever of that VM runs on the host now may be ours.
        case INTENDED -> subjects(change, last).forEach(vmid -> tasks.addAll(running(vmid, node, line)));
        case SENT -> last.upid().ifPresent(tasks::add);
        case ENDED, SETTLED -> {}
      }
    }
    for (Upid task : tasks) {
      HostLine.TaskOver over = line.await(task, taskLimit);
      Entry last = entries.getLast();
      store.journal().append(
          new Entry(change.id(), clock.instant(), Stage.SETTLED, last.step(), last.request(), Optional.of(task),
              ChangeDriver.text(over.status(), over.log())));
    }
    store.runs().endChange(
        change.id(),
        new Ending(clock.instant(), Result.INDETERMINATE,
            "pvefleet ended in the middle of this change; the plan after it starts from what was read then.", List.of()));
  }

  /** Whose tasks may be the change's own: a clone's is filed under its template, which the request's path names. */
  private static Set<Integer> subjects(Change change, Entry intended) {
    Set<Integer> vmids = new LinkedHashSet<>(Set.of(change.vm().vmid()));
    Matcher path = GUEST.matcher(intended.request());
    if (path.find()) {
      vmids.add(Integer.parseInt(path.group(1)));
    }
    return vmids;
  }

  private static List<Upid> running(int vmid, String node, HostLine line) {
    PveRequest tasks =
        PveRequest.get("/nodes/" + node + "/tasks").with("source", "active").with("vmid", Integer.toString(vmid));
    return switch (line.ask(tasks)) {
      case Answer.Data(JsonNode data) -> data.valueStream()
          .flatMap(task -> Upid.parse(task.path("upid").asString("")).stream())
          .filter(task -> !CONSOLES.contains(task.type()))
          .toList();
      case Answer.Fault ignored -> List.of(); // the change's own first look meets the same fault, or a lock
    };
  }
}
