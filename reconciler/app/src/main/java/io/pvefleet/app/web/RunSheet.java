package io.pvefleet.app.web;

import io.pvefleet.app.store.Journal;
import io.pvefleet.app.store.Runs;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as people read it: steps instead of lines of a journal, and why what was not done was not. */
final class RunSheet {
  private RunSheet() {}

  /**
   * One request of a change, from its intent to its end.
   *
   * @param stage how far it came
   * @param took until its task was over, or it was answered; empty while it is under way
   */
  public record StepLine(
      String step, String request, Optional<String> upid, Instant began, Optional<Duration> took, Journal.Stage stage, List<String> said) {}

  /** Reasons alike, and how many VMs have them. */
  public record Reason(String result, String why, String text, long vms, String host, int vmid, String name) {}

  /** The journal of one change as steps, in the order of their beginning; what was settled after a stop is a step of its own. */
  static List<StepLine> steps(List<Journal.Entry> journal) {
    List<List<Journal.Entry>> steps = new ArrayList<>();
    for (Journal.Entry entry : journal) {
      boolean begins = entry.stage() == Journal.Stage.INTENDED || steps.isEmpty()
          || !steps.getLast().getFirst().step().equals(entry.step());
      if (begins) {
        steps.add(new ArrayList<>());
      }
      steps.getLast().add(entry);
    }
    return steps.stream().map(RunSheet::step).toList();
  }

  private static StepLine step(List<Journal.Entry> entries) {
    Journal.Entry first = entries.getFirst();
    Optional<Instant> end = entries.stream().filter(entry -> entry.stage() == Journal.Stage.ENDED).findFirst()
        .or(() -> entries.stream().filter(entry -> entry.stage() == Journal.Stage.SENT && entry.upid().isEmpty()).findFirst())
        .or(() -> entries.stream().filter(entry -> entry.stage() == Journal.Stage.VERIFIED).findFirst())
        .map(Journal.Entry::at);
    return new StepLine(
        first.step(),
        entries.stream().map(Journal.Entry::request).filter(text -> !text.isEmpty()).findFirst().orElse(""),
        entries.stream().flatMap(entry -> entry.upid().stream()).map(Upid::toString).findFirst(),
        first.at(),
        end.map(at -> Duration.between(first.at(), at)),
        entries.getLast().stage(),
        entries.stream().map(Journal.Entry::detail).filter(text -> !text.isEmpty()).distinct().toList());
  }

  /** Why not everything is done: what failed first, then what was held; what is alike once. */
  static List<Reason> reasons(List<Runs.Change> changes, List<Runs.Held> held) {
    Stream<Reason> ends = changes.stream()
        .filter(change -> change.ending().map(end -> end.result() != Runs.Result.SUCCEEDED).orElse(false))
        .sorted(java.util.Comparator.comparing(change -> change.ending().orElseThrow().result(), java.util.Comparator.reverseOrder()))
        .map(change -> new Reason(change.ending().orElseThrow().result().name(), "", change.ending().orElseThrow().detail(), 1,
            change.vm().host(), change.vm().vmid(), change.vm().name()));
    Stream<Reason> waits =
        held.stream().map(h -> new Reason("HELD", h.why(), h.detail(), 1, h.vm().host(), h.vm().vmid(), h.vm().name()));
    Map<List<String>, List<Reason>> alike = Stream.concat(ends, waits)
        .collect(Collectors.groupingBy(r -> List.of(r.result(), r.why(), r.text()), LinkedHashMap::new, Collectors.toList()));
    return alike.values().stream().map(same -> {
      Reason one = same.getFirst();
      return new Reason(one.result(), one.why(), one.text(), same.size(), one.host(), one.vmid(), one.name());
    }).toList();
  }
}
