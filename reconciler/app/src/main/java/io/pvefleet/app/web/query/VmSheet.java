package io.pvefleet.app.web.query;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.intake.Acceptance;
import io.pvefleet.engine.intake.Acceptance.Snippet;
import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.vm.Vm;
import io.pvefleet.engine.kinds.vm.VmDiff;
import io.pvefleet.engine.kinds.vm.VmDiffer;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One VM attribute by attribute: what differs, what is ignored and by which rule, what agrees, and the YAML that would settle it.
 *
 * @param acceptAll YAML that makes Git say all that is on the host; empty where there is nothing to accept or no way to
 * @param unacceptable paths that no document can accept
 */
public record VmSheet(List<Line> lines, List<Rule> rules, String acceptAll, List<String> unacceptable, Optional<Vm> declared) {

  /** What a line is about. */
  public enum Kind {
    DIFFERS,
    WAITS,
    IGNORED,
    SAME
  }

  /**
   * One declared attribute.
   *
   * @param since when it was first seen to differ as it does
   * @param profile the value stands in a file of another document, which others may share
   * @param rule that hides it; empty where none does
   * @param accept YAML of the VM's document; empty where there is none
   * @param ignore YAML of the VM's document; empty where there is none
   */
  public record Line(
      AttributeChange attribute, Kind kind, Optional<Instant> since, boolean profile, Optional<Rule> rule, String accept, String ignore) {
    public boolean isOpen() {
      return kind == Kind.DIFFERS || kind == Kind.WAITS;
    }
  }

  /** One entry of {@code drift.ignore}, and how many differences it hides. */
  public record Rule(String pointer, Optional<Place> place, long hides) {}

  public static VmSheet of(FleetView view, VmRow vm) {
    List<AttributeChange> planned = vm.change().map(Change::attributes).orElse(List.of());
    Optional<ResolvedDocument> document = document(view, vm);
    Optional<Vm> declared = document.map(VmKind::parse).flatMap(Parsed::parsed);
    Optional<VmObservation> seen = view.seen(vm.ref());
    Optional<VmDiff> diff = declared.flatMap(wanted -> seen.map(found -> VmDiffer.diff(wanted, found)));
    List<AttributeChange> hidden = diff.map(VmDiff::ignored).orElse(List.of());
    List<Rule> rules = document.map(doc -> rules(doc, hidden)).orElse(List.of());
    List<Line> lines = new ArrayList<>();
    for (AttributeChange attribute : planned) {
      Kind kind = attribute.configured().equals(attribute.desired()) ? Kind.WAITS : Kind.DIFFERS;
      lines.add(new Line(attribute, kind, vm.differsSince(attribute.path()), isOfProfile(vm, document, attribute), Optional.empty(),
          kind == Kind.WAITS ? "" : yaml(document, seen, attribute, Acceptance::accept),
          yaml(document, seen, attribute, Acceptance::ignore)));
    }
    for (AttributeChange attribute : hidden) {
      Optional<Rule> rule = rules.stream().filter(r -> hides(r.pointer(), attribute.path())).findFirst();
      lines.add(new Line(attribute, Kind.IGNORED, Optional.empty(), isOfProfile(vm, document, attribute), rule, "", ""));
    }
    Map<String, Line> shown = lines.stream().collect(Collectors.toMap(line -> line.attribute().path(), Function.identity(), (a, b) -> a));
    declared.ifPresent(wanted -> same(wanted, shown).stream()
        .map(attribute -> new Line(attribute, Kind.SAME, Optional.empty(), isOfProfile(vm, document, attribute), Optional.empty(), "", ""))
        .forEach(lines::add));
    Optional<Acceptance.Whole> all = lines.stream().filter(line -> line.kind() == Kind.DIFFERS).count() > 1
        ? document.flatMap(doc -> seen.map(found -> Acceptance.acceptAll(doc, found)))
        : Optional.empty();
    return new VmSheet(lines, rules, all.flatMap(Acceptance.Whole::snippet).map(Snippet::yaml).orElse(""),
        all.map(Acceptance.Whole::rest).orElse(List.of()), declared);
  }

  private interface Proposal {
    Optional<Snippet> of(ResolvedDocument document, VmObservation seen, String path);
  }

  private static String yaml(
      Optional<ResolvedDocument> document, Optional<VmObservation> seen, AttributeChange attribute, Proposal proposal) {
    return document.flatMap(doc -> seen.flatMap(found -> proposal.of(doc, found, attribute.path()))).map(Snippet::yaml).orElse("");
  }

  /** Declared attributes of which nothing else is said: they are on the host as Git says. */
  private static List<AttributeChange> same(Vm wanted, Map<String, Line> shown) {
    return VmDiffer.creation(wanted).stream()
        .filter(attribute -> shown.keySet().stream().noneMatch(path ->
            path.equals(attribute.path()) || path.startsWith(attribute.path() + ".") || attribute.path().startsWith(path + ".")))
        .map(a -> new AttributeChange(a.path(), a.place(), a.desired(), a.desired(), a.desired(), a.impact(), ""))
        .toList();
  }

  private static Optional<ResolvedDocument> document(FleetView view, VmRow vm) {
    String vmid = Integer.toString(vm.ref().vmid());
    return view.desired().flatMap(fleet -> fleet.fleet().guests().stream()
        .filter(guest -> guest.host().equals(vm.ref().host()))
        .filter(guest -> guest.spec().get("vmid").filter(node -> node instanceof Node.Scalar number && number.text().equals(vmid))
            .isPresent())
        .findFirst());
  }

  /** Whether the value stands elsewhere than in the VM's own document. */
  private static boolean isOfProfile(VmRow vm, Optional<ResolvedDocument> document, AttributeChange attribute) {
    boolean isElsewhere = attribute.place().flatMap(at -> vm.place().map(own -> !at.file().equals(own.file()))).orElse(false);
    return isElsewhere && document.map(doc -> !doc.profiles().isEmpty()).orElse(false);
  }

  private static List<Rule> rules(ResolvedDocument document, List<AttributeChange> hidden) {
    @Nullable Node drift = document.spec().get("drift").orElse(null);
    @Nullable Node ignore = drift instanceof Node.Mapping mapping ? mapping.get("ignore").orElse(null) : null;
    return ignore instanceof Node.Sequence list
        ? list.items().stream()
            .filter(Node.Scalar.class::isInstance)
            .map(Node.Scalar.class::cast)
            .map(item -> new Rule(item.text(), Optional.of(item.place()),
                hidden.stream().filter(attribute -> hides(item.text(), attribute.path())).count()))
            .toList()
        : List.of();
  }

  /** As the differ decides: a pointer names the attribute, or something above it. */
  private static boolean hides(String pointer, String path) {
    String whole = pointer.startsWith("/spec/") || pointer.startsWith("/metadata/") ? pointer : "/spec" + pointer;
    String of = "/" + path.replace('.', '/');
    return of.equals(whole) || of.startsWith(whole + "/");
  }

  /** Differences, and waiting ones; what is ignored or agrees left out. */
  public List<Line> open() {
    return lines.stream().filter(Line::isOpen).toList();
  }

  /** How many declared attributes there are, ignored ones included. */
  public int total() {
    return lines.size();
  }

  /** The configuration as it may be shown: sorted, without what is secret in it. */
  public static Map<String, String> config(VmRow vm) {
    Map<String, String> shown = new TreeMap<>();
    vm.config().forEach((option, value) -> shown.put(option, SecretOptions.masked(option, value)));
    return shown;
  }
}
