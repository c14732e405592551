package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.yaml.Place;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** A VM while it is parsed: the options so far and everything found. Belongs to one parse. */
final class Draft {

  private final SequencedMap<String, Wanted> options = new LinkedHashMap<>();
  private final Diagnostics diagnostics = new Diagnostics();

  SequencedMap<String, Wanted> options() {
    return options;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Wants something of an option that no other field may have claimed. */
  void want(String option, Wanted wanted) {
    Wanted first = options.putIfAbsent(option, wanted);
    if (first != null) {
      wanted.place().ifPresent(
          place ->
              error(
                  VmCodes.DECLARED_TWICE, place, wanted.path(), option,
                  "The option " + option + " is declared by " + first.path() + " already.",
                  "Keep one of the two."));
    }
  }

  /** Wants an option, absent where the field is null. */
  void value(String option, SpecField field, java.util.function.Function<SpecField, String> text) {
    want(
        option,
        field.isNull()
            ? new Wanted.Absent(field.path(), Optional.of(field.place()))
            : new Wanted.Value(field.path(), Optional.of(field.place()), text.apply(field)));
  }

  void error(Code code, Place place, String path, String value, String detail, String remedy) {
    diagnostics.error(code, place, path, value, detail, remedy);
  }

  void warning(Code code, Place place, String path, String value, String detail, String remedy) {
    diagnostics.warning(code, place, path, value, detail, remedy);
  }
}
