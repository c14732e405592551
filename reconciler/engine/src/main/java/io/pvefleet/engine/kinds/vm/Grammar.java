package io.pvefleet.engine.kinds.vm;

import io.pvefleet.pve.wire.PropertyString;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How the values of an option are written, and so when two of them mean the same. */
sealed interface Grammar {

  /**
   * One value without properties.
   *
   * @param fallback what Proxmox takes where the option is absent; empty where that depends on the host or means nothing
   */
  record Scalar(Form form, Optional<String> fallback) implements Grammar {

    boolean matches(String wanted, Optional<String> live) {
      Optional<String> seen = live.or(this::fallback);
      return seen.isPresent() && form.normal(wanted).equals(form.normal(seen.get()));
    }
  }

  /** How the properties stand in the text. */
  enum Writing {
    PLAIN,
    /** Texts that may be encoded, see {@link Smbios}. */
    SMBIOS,
    NIC
  }

  /**
   * A property string. Proxmox re-prints drives and NICs and leaves the others as they were sent, so only parsed values compare.
   *
   * @param defaultKey name of the bare value
   * @param fallbacks what Proxmox takes for a property that is absent
   * @param absentMeansFallbacks whether an absent option is the same as one with the fallbacks
   * @param verbatim properties whose text counts as it is: no number, no flag
   * @param hostOwned properties that the host adds; of account only where they are wanted
   * @param aliases other names of properties
   * @param needed properties that Proxmox wants to see wherever there are others; what it takes by itself stands in for them
   */
  record Properties(
      Writing writing,
      String defaultKey,
      Map<String, String> fallbacks,
      boolean absentMeansFallbacks,
      Set<String> verbatim,
      Set<String> hostOwned,
      Map<String, String> aliases,
      Set<String> needed)
      implements Grammar {

    static Properties of(String defaultKey, Map<String, String> fallbacks) {
      return new Properties(Writing.PLAIN, defaultKey, fallbacks, false, Set.of(), Set.of(), Map.of(), Set.of());
    }

    /** The properties of {@code netN}, whose model and address are written as one. */
    static Properties ofNic(Map<String, String> fallbacks) {
      return new Properties(Writing.NIC, "model", fallbacks, false, Set.of(), Set.of(), Map.of(), Set.of());
    }

    /** The properties of {@code smbios1}, whose texts may be encoded. */
    static Properties ofSmbios() {
      return new Properties(Writing.SMBIOS, "", Map.of(), false, Set.of(), Set.of(), Map.of(), Set.of());
    }

    Properties whereAbsentMeansFallbacks() {
      return new Properties(writing, defaultKey, fallbacks, true, verbatim, hostOwned, aliases, needed);
    }

    Properties verbatim(String... names) {
      return new Properties(writing, defaultKey, fallbacks, absentMeansFallbacks, Set.of(names), hostOwned, aliases, needed);
    }

    Properties hostOwned(String... names) {
      return new Properties(writing, defaultKey, fallbacks, absentMeansFallbacks, verbatim, Set.of(names), aliases, needed);
    }

    Properties aliases(Map<String, String> names) {
      return new Properties(writing, defaultKey, fallbacks, absentMeansFallbacks, verbatim, hostOwned, names, needed);
    }

    Properties needing(String... names) {
      return new Properties(writing, defaultKey, fallbacks, absentMeansFallbacks, verbatim, hostOwned, aliases, Set.of(names));
    }

    /** The value to send. */
    String text(SequencedMap<String, String> properties) {
      return switch (writing) {
        case PLAIN -> plain(complete(properties));
        case SMBIOS -> Smbios.text(properties);
        case NIC -> Nic.text(properties);
      };
    }

    private String plain(SequencedMap<String, String> properties) {
      String text = PropertyString.of(properties).text(defaultKey);
      // Proxmox takes a turn of 0 for none at all unless the turn is named.
      return text.equals("0") && defaultKey.equals("order") ? "order=0" : text;
    }

    private SequencedMap<String, String> complete(SequencedMap<String, String> properties) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      needed.stream()
          .filter(name -> properties.keySet().stream().noneMatch(key -> canonical(key).equals(name)))
          .forEach(name -> all.put(name, fallbacks.getOrDefault(name, "")));
      all.putAll(properties);
      return all;
    }

    /** Whether a property that must not be set is not, or only says what Proxmox takes by itself and wants to see beside others. */
    boolean isAbsent(String name, SequencedMap<String, String> explicit) {
      String text = explicit.get(name);
      return text == null || needed.contains(name) && explicit.size() > 1 && text.equals(fallbacks.get(name));
    }

    /**
     * The value to send for a change of some properties: what is there stays as it is, under the names that this host uses.
     * Empty where nothing is left.
     */
    Optional<String> edited(Optional<String> live, SequencedMap<String, Optional<String>> changes) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      live.ifPresent(text -> all.putAll(read(text)));
      changes.forEach(
          (name, value) -> {
            String here = all.keySet().stream().filter(key -> canonical(key).equals(canonical(name))).findFirst().orElse(name);
            value.ifPresentOrElse(text -> all.put(here, text), () -> all.remove(here));
          });
      return all.isEmpty() ? Optional.empty() : Optional.of(text(all));
    }

    /** What the text says, under the names that it uses. */
    private SequencedMap<String, String> read(String text) {
      return switch (writing) {
        case PLAIN -> PropertyString.parse(text, defaultKey).properties();
        case SMBIOS -> Smbios.parse(text);
        case NIC -> Nic.parse(text);
      };
    }

    /** The one name of a property. */
    String canonical(String name) {
      return aliases.getOrDefault(name, name);
    }

    /** What the text says, by canonical name, in its order. */
    SequencedMap<String, String> explicit(String text) {
      SequencedMap<String, String> read = new LinkedHashMap<>();
      read(text).forEach((name, value) -> read.put(canonical(name), value));
      return read;
    }

    /** What holds on the host: the explicit properties and the fallbacks for the others. */
    SequencedMap<String, String> inForce(Optional<String> live) {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      if (live.isPresent() || absentMeansFallbacks) {
        all.putAll(fallbacks);
      }
      live.ifPresent(text -> all.putAll(explicit(text)));
      return all;
    }

    /** Whether one property has the wanted value. */
    boolean matches(String name, String wanted, Optional<String> live) {
      return live.isPresent()
          && (normal(canonical(name), wanted).equals(normal(canonical(name), live.get())) || isPinned(name, wanted, live.get()));
    }

    /** Proxmox pins the machine of Windows guests to a version; a wish without one is satisfied by any of them. */
    private static boolean isPinned(String name, String wanted, String live) {
      return name.equals("type")
          && (wanted.equals("q35") && live.startsWith("pc-q35-") || wanted.equals("pc") && live.startsWith("pc-i440fx-"));
    }

    /** Whether the whole value is as wanted: nothing missing, and nothing besides but what the host owns. */
    boolean matches(String wanted, Optional<String> live) {
      if (live.isEmpty() && !absentMeansFallbacks) {
        return false;
      }
      SequencedMap<String, String> want = inForce(Optional.of(wanted));
      SequencedMap<String, String> seen = inForce(live);
      Set<String> names = new TreeSet<>(want.keySet());
      names.addAll(seen.keySet());
      return names.stream()
          .filter(name -> want.containsKey(name) || !hostOwned.contains(name))
          .allMatch(name -> want.containsKey(name) && matches(name, want.getOrDefault(name, ""), seen(seen, name)));
    }

    private static Optional<String> seen(Map<String, String> seen, String name) {
      return Optional.ofNullable(seen.get(name));
    }

    /** The address of a device of the host, the first domain and a hexadecimal mark left out: they may be. */
    private static String device(String value) {
      return Arrays.stream(value.toLowerCase(Locale.ROOT).split(";"))
          .map(address -> address.replace("0x", ""))
          .map(address -> address.startsWith("0000:") ? address.substring("0000:".length()) : address)
          .collect(Collectors.joining(";"));
    }

    private String normal(String name, String value) {
      if (verbatim.contains(name)) {
        return value;
      }
      if (name.equals("host")) {
        return device(value);
      }
      if (name.equals("flags")) {
        return String.join(";", new TreeSet<>(Arrays.asList(value.split(";"))));
      }
      return Form.number(Form.flag(value));
    }
  }
}
