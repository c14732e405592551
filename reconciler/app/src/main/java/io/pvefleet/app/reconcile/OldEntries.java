package io.pvefleet.app.reconcile;

import io.pvefleet.app.store.Journal.Entry;
import io.pvefleet.engine.plan.Impact;
import io.pvefleet.engine.plan.Step;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.engine.run.Event;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.StringNode;

/**
 * Entries that a version before 0.2 wrote, as events: enough to find the task of a request and to wait for it. Their requests are
 * there as text, and only method and path are taken from it.
 */
final class OldEntries {

  private OldEntries() {}

  static Optional<Event> event(Entry entry) {
    return switch (entry.stage()) {
      case INTENDED -> step(entry).map(step -> new Event.Intended(entry.at(), step));
      case SENT -> step(entry).map(step -> new Event.Sent(entry.at(), step, answer(entry)));
      case ENDED -> step(entry).flatMap(step -> entry.upid().map(upid -> ended(entry, step, upid)));
      case VERIFIED, SETTLED -> Optional.empty();
    };
  }

  private static Event ended(Entry entry, Step step, Upid upid) {
    TaskStatus status = entry.detail().startsWith("OK") ? new TaskStatus.Succeeded(0)
        : entry.detail().startsWith("not known") ? new TaskStatus.Lost(entry.detail())
        : new TaskStatus.Failed(entry.detail());
    return new Event.TaskEnded(entry.at(), step, upid, status, List.of());
  }

  private static Answer answer(Entry entry) {
    return entry.detail().isEmpty() || entry.upid().isPresent()
        ? new Answer.Data(StringNode.valueOf(entry.upid().map(Upid::text).orElse("")))
        : new Answer.Fault(FaultKind.INDETERMINATE, entry.detail(), Map.of()); // which fault it was is not in the text
  }

  private static Optional<Step> step(Entry entry) {
    String[] words = entry.request().split(" ", 3);
    if (words.length < 2) {
      return Optional.empty();
    }
    PveRequest request = new PveRequest(PveRequest.Method.valueOf(words[0]), words[1], List.of());
    return Optional.of(new Step(entry.step(), entry.step(), request, Impact.LIVE, false));
  }
}
