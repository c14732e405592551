package io.pvefleet.engine.kinds.vm;

import io.pvefleet.pve.wire.PropertyString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The value of {@code smbios1}. Its texts are plain or, with {@code base64=1}, encoded; here they are always plain. What is sent is
 * always encoded, since Proxmox takes plain texts of letters and digits only. The uuid is never encoded, and it is the VM's identity.
 */
final class Smbios {

  static final String OPTION = "smbios1";

  private static final String ENCODED = "base64";
  private static final String UUID = "uuid";

  private Smbios() {}

  /** The properties of a value, texts decoded. */
  static SequencedMap<String, String> parse(String text) {
    SequencedMap<String, String> read = new LinkedHashMap<>();
    SequencedMap<String, String> written = PropertyString.parse(text, "").properties();
    boolean isEncoded = Form.flag(written.getOrDefault(ENCODED, "0")).equals("1");
    written.forEach((name, value) -> {
      if (!name.equals(ENCODED)) {
        read.put(name, isEncoded && !name.equals(UUID) ? decoded(value) : value);
      }
    });
    return read;
  }

  /** The value to send. */
  static String text(Map<String, String> properties) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    if (properties.keySet().stream().anyMatch(name -> !name.equals(UUID))) {
      all.put(ENCODED, "1");
    }
    properties.forEach((name, value) -> all.put(name, name.equals(UUID) ? value : encoded(value)));
    return PropertyString.of(all).text("");
  }

  /** Whether a new VM gets this after it was made: Proxmox makes up a uuid only where the create call names no {@code smbios1}. */
  static boolean isForLater(String option, Wanted wanted) {
    return option.equals(OPTION)
        && wanted instanceof Wanted.Properties(var path, var place, var properties)
        && !properties.containsKey(UUID);
  }

  static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What is marked as encoded and is not, was written by hand: it compares as it stands. */
  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
