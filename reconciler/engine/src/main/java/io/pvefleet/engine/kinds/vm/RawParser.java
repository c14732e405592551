package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The options under {@code pve}: everything that has no field of its own. */
record RawParser(SpecField spec, Draft draft) {

  void parse() {
    spec.present("pve").ifPresent(pve -> pve.fields().forEach(this::option));
  }

  private void option(SpecField field) {
    String name = field.key();
    Option option = Options.of(name);
    if (option.isHostOwned()) {
      draft.error(
          VmCodes.NOT_CONFIGURATION, field.place(), field.path(), name,
          name + " is written by Proxmox itself or belongs to an action, so it cannot be declared.", "Remove it.");
      return;
    }
    if (option.field().isPresent()) {
      String path = (option.field().get().startsWith("metadata.") ? "" : "spec.") + option.field().get();
      draft.error(
          VmCodes.HAS_FIELD, field.place(), field.path(), name, name + " is declared by " + path + ".", "Move it there.");
      return;
    }
    if (!Options.isKnown(name)) {
      draft.warning(
          VmCodes.UNKNOWN_OPTION, field.place(), field.path(), name,
          name + " is no option of Proxmox VE 7 to 9 that pvefleet knows; a host that does not know it refuses the whole request."
              + DidYouMean.closest(name, Options.names()).map(other -> " Did you mean " + other + "?").orElse(""),
          "Check the spelling.");
    }
    if (name.equals(Smbios.OPTION) && !field.isNull()) {
      smbios(field);
      return;
    }
    draft.value(name, field, SpecField::text);
  }

  /** Text by text: what is not declared stays, above all the uuid, which is the VM's identity. */
  private void smbios(SpecField field) {
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    Smbios.parse(field.text()).forEach((key, text) -> properties.put(key, new Property(field.path(), field.place(), Optional.of(text))));
    draft.want(Smbios.OPTION, new Wanted.Properties(field.path(), field.somewhere(), properties));
  }

  /** Sub-options under a {@code pve} of a drive, card, machine or processor. */
  static void properties(SpecField pve, SequencedMap<String, Property> into, Draft draft) {
    for (SpecField field : pve.fields()) {
      Optional<Property> first = Optional.ofNullable(into.putIfAbsent(field.key(), field.property()));
      first.ifPresent(
          other ->
              draft.error(
                  VmCodes.DECLARED_TWICE, field.place(), field.path(), field.key(),
                  field.key() + " is declared by " + other.path() + " already.", "Keep one of the two."));
    }
  }
}
