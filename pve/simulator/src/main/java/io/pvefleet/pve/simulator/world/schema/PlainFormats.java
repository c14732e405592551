package io.pvefleet.pve.simulator.world.schema;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formats of names outside virtual machines: nodes, pools, users, roles. Texts as pve-common dies with them. */
final class PlainFormats {

  private record Form(Pattern pattern, String error) {}

  private static final Map<String, Form> FORMS =
      Map.of(
          "pve-node",
          new Form(
              Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"), "value does not look like a valid node name"),
          "pve-poolid",
          new Form(Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){0,2}"), "value '%s' contains invalid characters"),
          "pve-userid",
          new Form(Pattern.compile("[^\\s:/]+@[A-Za-z][A-Za-z0-9.\\-_]+"), "value does not look like a valid user name"),
          "pve-roleid",
          new Form(Pattern.compile("[A-Za-z0-9._-]+"), "role name '%s' contains invalid characters"),
          "pve-realm",
          new Form(Pattern.compile("[A-Za-z][A-Za-z0-9.\\-_]+"), "value does not look like a valid realm"));

  private PlainFormats() {}

  static Optional<String> fault(String format, String value) {
    Form form = FORMS.get(format);
    return form == null || form.pattern().matcher(value).matches()
        ? Optional.empty()
        : Optional.of(form.error().replace("%s", value) + "\n");
  }
}
