package io.pvefleet.pve.simulator.world;

import io.pvefleet.pve.simulator.world.access.AccessControl;
import io.pvefleet.pve.simulator.world.access.Caller;
import io.pvefleet.pve.simulator.world.schema.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A call that is known, allowed as far as its declaration says, and whose parameters fit: what handlers get.
 *
 * @param params values as text, those of the path among them
 */
record Query(World world, Endpoint endpoint, SequencedMap<String, String> params, Caller caller, Instant arrived, Moment moment) {

  Optional<String> get(String name) {
    return Optional.ofNullable(params.get(name));
  }

  /** A value that the schema makes mandatory. */
  String text(String name) {
    return get(name).orElseThrow(() -> Refusal.parameter(name, "property is missing and it is not optional"));
  }

  long number(String name, long otherwise) {
    return get(name).map(Long::parseLong).orElse(otherwise);
  }

  boolean isSet(String name) {
    return get(name).filter("1"::equals).isPresent();
  }

  boolean may(String path, String privilege) {
    return Rights.may(world, caller, path, privilege);
  }

  boolean mayAny(String path, List<String> privileges) {
    return privileges.stream().anyMatch(p -> may(path, p));
  }

  AccessControl access() {
    return world.access();
  }

  Turn answer(World next, Reply reply) {
    return new Turn.Answered(next, reply);
  }

  Turn answer(Reply reply) {
    return new Turn.Answered(world, reply);
  }
}
