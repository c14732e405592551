package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.schema.Slots;
import io.pvefleet.pve.wire.PropertyString;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The value of {@code netN}. Proxmox writes model and address as {@code virtio=BC:24:11:00:20:00} and also takes
 * {@code model=virtio,macaddr=...}; here they are two properties. A value sent without an address gets a new one each time,
 * and the guest a new card: whatever is sent must carry the address that was read.
 */
final class Nic {
  private Nic() {}

  /** The properties of a value, the address in upper case. */
  static SequencedMap<String, String> parse(String text) {
    SequencedMap<String, String> read = new LinkedHashMap<>();
    for (Map.Entry<String, String> e : PropertyString.parse(text, "model").properties().entrySet()) {
      if (Slots.CARD_MODELS.contains(e.getKey())) {
        read.put("model", e.getKey());
        read.put("macaddr", e.getValue().toUpperCase(Locale.ROOT));
      } else if (e.getKey().equals("macaddr")) {
        read.put("macaddr", e.getValue().toUpperCase(Locale.ROOT));
      } else {
        read.put(e.getKey(), e.getValue());
      }
    }
    return read;
  }

  /** The value to send, in the form that Proxmox itself prints. */
  static String text(Map<String, String> properties) {
    SequencedMap<String, String> rest = new LinkedHashMap<>(properties);
    String model = rest.getOrDefault("model", "virtio");
    String address = rest.getOrDefault("macaddr", "");
    rest.remove("model");
    rest.remove("macaddr");
    SequencedMap<String, String> all = new LinkedHashMap<>();
    all.put(address.isEmpty() ? "model" : model, address.isEmpty() ? model : address);
    all.putAll(rest);
    return PropertyString.of(all).text("model");
  }
}
