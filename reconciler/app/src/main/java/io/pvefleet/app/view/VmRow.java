package io.pvefleet.app.view;

import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.VmRef;
import io.pvefleet.engine.plan.VmState;
import io.pvefleet.fleet.yaml.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that is shown of one VM.
 *
 * @param power as last seen; {@code unknown} where never seen
 * @param state as it is to be shown now: never green on old facts
 * @param lastState as last checked; equals state while the facts are fresh
 * @param since when the state began; empty where that is not known
 * @param checkedAt when the facts were read; empty where never
 * @param detail one sentence about the state; may be empty
 * @param heldWhy the word for why a change waits; empty where none does
 * @param change the change of the last plan; empty for a guest that Git does not know or that was never read
 * @param attributeSince when each differing attribute was first seen so, by path
 * @param nextTry when a failed change is tried again; empty where none failed
 * @param care what was asked about it beside the passes
 * @param load how busy it was when its host last answered; empty where it did not run or nothing was told
 * @param config its options as they will be after the next power cycle; empty where they were not read
 */
public record VmRow(
    VmRef ref,
    String site,
    String siteName,
    String type,
    Map<String, String> labels,
    SortedSet<String> tags,
    String power,
    VmState state,
    VmState lastState,
    Optional<Instant> since,
    Optional<Instant> checkedAt,
    String detail,
    String heldWhy,
    Optional<Place> place,
    Optional<Change> change,
    Map<String, Instant> attributeSince,
    Optional<Instant> nextTry,
    VmCare care,
    Optional<GuestLoad> load,
    Map<String, String> config) {

  /** Roles that the pages group by, in the order in which they are shown; any other label value is {@code other}. */
  public static final List<String> ROLES = List.of("kiosk", "pos", "server", "backup", "other");

  private static final Pattern MAC = Pattern.compile("\\b[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}\\b");

  /** The most urgent state first, and of those the oldest. */
  public static final Comparator<VmRow> BY_URGENCY =
      Comparator.<VmRow>comparingInt(vm -> Urgency.of(vm.state()))
          .thenComparing(vm -> vm.since().orElse(Instant.MAX))
          .thenComparing(VmRow::ref);

  public VmRow {
    labels = Map.copyOf(labels);
    tags = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    attributeSince = Map.copyOf(attributeSince);
  }

  public String role() {
    String label = labels.getOrDefault("role", "other");
    return ROLES.contains(label) ? label : "other";
  }

  /** Whether it runs, as far as that is known now. */
  public Power powerNow() {
    return Power.of(power, isOld());
  }

  /** Whether its facts are too old to be believed, or there are none. */
  public boolean isOld() {
    return state == VmState.NOT_CHECKED;
  }

  /** Whether it is not as Git says, as far as that is known now. */
  public boolean differs() {
    return switch (state) {
      case DRIFTED, OUT_OF_SYNC, MISSING, PENDING_RESTART, HELD, PROGRESSING, FAILED -> true;
      case IN_SYNC, NOT_CHECKED, UNMANAGED -> false;
    };
  }

  /** How many declared attributes differ. */
  public int differences() {
    return change.map(c -> c.attributes().size()).orElse(0);
  }

  /** When that attribute was first seen to differ as it does. */
  public Optional<Instant> differsSince(String path) {
    return Optional.ofNullable(attributeSince.get(path));
  }

  /** IP addresses that its guest agent told, the age of which {@link VmCare#addressesAt} has; empty where none is known. */
  public List<String> addresses() {
    return care.addresses();
  }

  /** MAC addresses of its network devices, as its configuration has them. */
  public Stream<String> macs() {
    return config.entrySet().stream()
        .filter(option -> option.getKey().startsWith("net"))
        .flatMap(option -> MAC.matcher(option.getValue()).results())
        .map(MatchResult::group);
  }

  /** What of it somebody has changed behind Git's back: a number for each attribute with its values. */
  public Set<Integer> liveChanges() {
    return change.map(LiveChanges::of).orElse(Set.of());
  }

  /** Who made it differ from Git; empty where it does not, or nobody has looked yet. */
  public Optional<ChangedBy> changedBy() {
    return care.changed().map(VmCare.Changed::by);
  }

  /** Who started or stopped it, where that was not us and it still is so; empty where nobody has been seen to. */
  public Optional<ChangedBy> poweredBy() {
    return care.powered().map(VmCare.Powered::by);
  }

  VmRow old(String newDetail) {
    return new VmRow(
        ref, site, siteName, type, labels, tags, power, VmState.NOT_CHECKED, lastState, since, checkedAt, newDetail, heldWhy,
        place, change, attributeSince, nextTry, care, load, config);
  }
}
