package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Difference.Kind;
import io.pvefleet.engine.kinds.vm.Grammar.Properties;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The options that one {@code POST config} sets and deletes. A drive or NIC value is replaced as a whole by Proxmox, so each
 * starts from the one that was read: volume, address and whatever is not declared stay.
 *
 * @param set values by option, in the order of the schema; never empty texts
 * @param delete options to take away
 */
record ConfigChange(SequencedMap<String, Value> set, List<String> delete) {

  /** What is to be sent so that these differences are gone. */
  static ConfigChange of(Vm desired, Map<String, String> effective, List<Difference> differences) {
    Map<String, List<Difference>> byOption =
        differences.stream().collect(Collectors.groupingBy(Difference::option, LinkedHashMap::new, Collectors.toList()));
    SequencedMap<String, Value> set = new LinkedHashMap<>();
    List<String> delete = new ArrayList<>();
    desired
        .options()
        .forEach(
            (option, wanted) -> {
              List<Difference> own = byOption.getOrDefault(option, List.of());
              if (own.isEmpty()) {
                return;
              }
              Optional<Value> value = value(option, wanted, Optional.ofNullable(effective.get(option)), own);
              value.ifPresentOrElse(text -> set.put(option, text), () -> delete.add(option));
            });
    return new ConfigChange(set, delete);
  }

  private static Optional<Value> value(String option, Wanted wanted, Optional<String> live, List<Difference> own) {
    return switch (wanted) {
      case Wanted.Properties properties -> text(edited(option, properties, live, own));
      case Wanted.Disk disk when live.isPresent() ->
          text(Optional.of(edited(disk, live.get(), own)));
      case Wanted.Cdrom cdrom when live.isPresent() ->
          text(
              Optional.of(
                  Drive.parse(live.get())
                      .holding(cdrom.medium())
                      .without("size")
                      .with("media", "cdrom")
                      .text()));
      case Wanted.Tags tags ->
          Creation.value(
              option,
              new Wanted.Tags(tags.path(), tags.place(), tags(tags, live, own), tags.exact()));
      case Wanted.Absent ignored -> Optional.empty();
      case Wanted.Value ignored -> Creation.value(option, wanted);
      case Wanted.Disk ignored -> Creation.value(option, wanted);
      case Wanted.Cdrom ignored -> Creation.value(option, wanted);
      case Wanted.CloudInitDrive ignored -> Creation.value(option, wanted);
      case Wanted.SshKeys ignored -> Creation.value(option, wanted);
      case Wanted.BootOrder ignored -> Creation.value(option, wanted);
      case Wanted.Secret ignored -> Creation.value(option, wanted);
    };
  }

  private static Optional<Value> text(Optional<String> text) {
    return text.map(Value.Text::new);
  }

  private static Optional<String> edited(String option, Wanted.Properties want, Optional<String> live, List<Difference> own) {
    if (!(Options.of(option).grammar() instanceof Properties grammar)) {
      throw new IllegalStateException(option + " has no properties");
    }
    boolean isAdded = own.getFirst().kind() == Kind.ADD;
    SequencedMap<String, Optional<String>> changes = new LinkedHashMap<>();
    want.properties()
        .forEach(
            (name, property) -> {
              if (isAdded || own.stream().anyMatch(difference -> difference.property().equals(name))) {
                changes.put(name, property.value());
              }
            });
    return grammar.edited(live, changes);
  }

  private static String edited(Wanted.Disk want, String live, List<Difference> own) {
    Map<String, Wanted.Property> changes = new LinkedHashMap<>(want.properties());
    changes.keySet().removeIf(name -> own.stream().noneMatch(difference -> difference.property().equals(name)));
    return Creation.withProperties(Drive.parse(live), changes).text();
  }

  /** All wanted tags, or the ownership tag beside those that are there where only that one is missing or wanted. */
  private static List<String> tags(Wanted.Tags want, Optional<String> live, List<Difference> own) {
    if (want.exact() && own.stream().anyMatch(difference -> difference.kind() == Kind.SET)) {
      return want.tags();
    }
    return Form.tags(live.orElse("") + ";" + Vm.OWNERSHIP_TAG);
  }

  /** This change with a boot order that follows from it. */
  ConfigChange bootingFrom(Optional<List<String>> order) {
    if (order.isEmpty()) {
      return this;
    }
    SequencedMap<String, Value> more = new LinkedHashMap<>(set);
    more.put("boot", new Value.Text(Creation.boot(order.get())));
    return new ConfigChange(more, delete);
  }

  boolean isEmpty() {
    return set.isEmpty() && delete.isEmpty();
  }

  /** The request, guarded by the digest where one is known: the host refuses it when the configuration has moved. */
  PveRequest request(String node, int vmid, Optional<String> digest) {
    PveRequest request = PveRequest.post("/nodes/" + node + "/qemu/" + vmid + "/config");
    for (Map.Entry<String, Value> e : set.entrySet()) {
      request = request.with(e.getKey(), e.getValue());
    }
    if (!delete.isEmpty()) {
      request = request.with("delete", String.join(",", delete));
    }
    return digest.isPresent() ? request.with("digest", digest.get()) : request;
  }
}
