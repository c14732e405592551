package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.engine.kinds.vm.schema.Slots;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Network cards. */
record NetworkParser(SpecField spec, Draft draft) {

  static final SequencedMap<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("model", "model");
    OPTIONS.put("mac", "macaddr");
    OPTIONS.put("bridge", "bridge");
    OPTIONS.put("vlan", "tag");
    OPTIONS.put("trunks", "trunks");
    OPTIONS.put("firewall", "firewall");
    OPTIONS.put("mtu", "mtu");
    OPTIONS.put("rate", "rate");
    OPTIONS.put("queues", "queues");
    OPTIONS.put("linkDown", "link_down");
  }

  void parse() {
    spec.present("networks").ifPresent(all -> all.fields().forEach(this::card));
  }

  private void card(SpecField field) {
    if (field.isNull()) {
      draft.want(field.key(), new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    HardwareParser.take(field, OPTIONS, properties);
    properties.computeIfPresent(
        "macaddr",
        (name, p) ->
            new Property(p.path(), p.place(), p.value().map(v -> v.toUpperCase(Locale.ROOT))));
    field.get("trunks").ifPresent(trunks -> properties.put("trunks", trunks.property(t -> String.join(";", t.texts()))));
    field.present("pve").ifPresent(pve -> {
      RawParser.properties(pve, properties, draft);
      pve.fields().forEach(this::checkRaw);
    });
    draft.want(field.key(), new Wanted.Properties(field.path(), field.somewhere(), properties));
  }

  private void checkRaw(SpecField field) {
    Map<String, String> instead = Map.of("tag", "vlan", "link_down", "linkDown", "macaddr", "mac");
    Set<String> same = Set.of("model", "bridge", "trunks", "firewall", "mtu", "rate", "queues");
    String name = field.key();
    String other = same.contains(name) ? name : Slots.CARD_MODELS.contains(name) ? "model and mac" : instead.getOrDefault(name, "");
    if (!other.isEmpty()) {
      draft.error(
          VmCodes.HAS_FIELD,
          field.place(),
          field.path(),
          name,
          name + " is declared by \"" + other + "\" of the card.",
          "Move it there.");
    }
  }
}
