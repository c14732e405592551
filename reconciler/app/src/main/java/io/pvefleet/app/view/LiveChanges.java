package io.pvefleet.app.view;

import io.pvefleet.engine.plan.Change;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody has changed behind Git's back, as one number for each attribute with its values: enough to tell whether it is still
 * the same, in another process too, and short enough to be kept.
 */
final class LiveChanges {
  private static final Set<Integer> NOT_THERE = Set.of(0);

  private LiveChanges() {}

  /** Nothing where the VM is as Git says, or Git has changed and the VM has not. */
  static Set<Integer> of(Change change) {
    return switch (change.head().reason()) {
      case LIVE_CHANGED -> change.attributes().stream().map(a -> List.of(a.path(), a.configured(), a.running()).hashCode())
          .collect(Collectors.toUnmodifiableSet());
      case NOT_ON_HOST -> NOT_THERE;
      case GIT_CHANGED, NOT_YET_OWNED, REMOVED_FROM_GIT, WAITS_FOR_RESTART, IN_SYNC, NOT_OBSERVED -> Set.of();
    };
  }
}
