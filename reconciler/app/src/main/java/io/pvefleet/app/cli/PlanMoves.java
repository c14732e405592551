package io.pvefleet.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/** What has moved between a plan that a person has seen and the one that would be carried out now. */
final class PlanMoves {

  /** More lines than this are a plan of their own, which is what the remedy asks for. */
  private static final int MOST_LINES = 20;

  private PlanMoves() {}

  /**
   * One line for each thing that moved; empty where nothing did.
   *
   * @param approved by {@code host/vmid}: the digest's line, then the requests
   */
  static List<String> of(
      String approvedRevision, SequencedMap<String, List<String>> approved, String revision, SequencedMap<String, List<String>> now) {
    List<String> lines = new ArrayList<>();
    if (!approvedRevision.equals(revision)) {
      lines.add("The plan was made from commit " + approvedRevision + ", now it is " + revision + ".");
    }
    approved.forEach((vm, was) -> {
      List<String> is = now.getOrDefault(vm, List.of());
      if (!was.equals(is)) {
        lines.addAll(moves(vm, was, is));
      }
    });
    return lines.size() <= MOST_LINES ? lines : shortened(lines);
  }

  private static List<String> moves(String vm, List<String> was, List<String> is) {
    if (is.isEmpty()) {
      return List.of(vm + ": nothing is to be done any more, or it is held; the new plan says which.");
    }
    List<String> lines = new ArrayList<>();
    if (!was.getFirst().equals(is.getFirst())) {
      lines.add(vm + ": its configuration on the host was changed (" + was.getFirst() + " then, " + is.getFirst() + " now).");
    } else {
      lines.add(vm + ": other requests than were shown would be sent.");
    }
    was.stream().skip(1).filter(request -> !is.contains(request)).forEach(request -> lines.add("  no more: " + request));
    is.stream().skip(1).filter(request -> !was.contains(request)).forEach(request -> lines.add("  now:     " + request));
    return lines;
  }

  private static List<String> shortened(List<String> lines) {
    List<String> some = new ArrayList<>(lines.subList(0, MOST_LINES));
    some.add("and " + (lines.size() - MOST_LINES) + " lines more.");
    return some;
  }
}
