package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.resolve.FleetLoad;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A generated document that is good: what the checks find fault with was taken out of it, and what no host would take through a token.
 *
 * @param spec as the VM was parsed from it
 */
record GeneratedVm(ObjectNode spec, Vm vm) {

  /**
   * The one warning about a document that is applied all the same: a clone's cloud-init drive may be the template's. Others are about
   * what is never in force: root's own options, unknown ones, a boot order with a device that is not there.
   */
  private static final Set<String> TOLERATED = Set.of("PVF-0160");

  private static final int ROUNDS = 40;

  static GeneratedVm of(ObjectNode generated) {
    ObjectNode spec = generated.deepCopy();
    withoutEmptyCards(spec);
    for (int round = 0; round < ROUNDS; round++) {
      FleetLoad load = Documents.load(
          "{apiVersion: pvefleet/v1, kind: VirtualMachine, metadata: {name: pos-01}, spec: %s}".formatted(spec));
      Optional<Diagnostic> bad = load.diagnostics().stream().filter(d -> !TOLERATED.contains(d.code().toString())).findFirst();
      if (bad.isEmpty()) {
        return new GeneratedVm(spec, VmKind.parse(load.fleet().orElseThrow().guests().getFirst()).parsed().orElseThrow());
      }
      remove(spec, bad.get());
    }
    throw new AssertionError("not good after %d rounds: %s".formatted(ROUNDS, generated));
  }

  /** A card of which nothing is declared is none. */
  private static void withoutEmptyCards(ObjectNode spec) {
    if (spec.path("networks") instanceof ObjectNode cards) {
      List.copyOf(cards.propertyNames()).stream()
          .filter(slot -> cards.get(slot) instanceof ObjectNode card
              && card.valueStream().allMatch(part -> part.isNull() || part.isContainer()))
          .forEach(cards::remove);
    }
  }

  private static void remove(ObjectNode spec, Diagnostic bad) {
    List<String> path = Arrays.asList(bad.yamlPath().replaceFirst("^spec\\.", "").replaceAll("\\[(\\d+)]", ".$1").split("\\."));
    JsonNode at = spec;
    for (int i = 0; i < path.size(); i++) {
      boolean isLast = i == path.size() - 1;
      JsonNode next = at instanceof ArrayNode array ? array.path(Integer.parseInt(path.get(i))) : at.path(path.get(i));
      if (isLast || !next.isContainer()) {
        if (at instanceof ArrayNode array) {
          array.remove(Integer.parseInt(path.get(i)));
        } else if (((ObjectNode) at).remove(path.get(i)) == null) {
          throw new AssertionError("nothing to take out for %s in %s".formatted(bad, spec));
        }
        return;
      }
      at = next;
    }
  }
}
