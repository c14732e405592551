package io.pvefleet.app.cli;

import io.pvefleet.engine.intake.IntakeResult;
import io.pvefleet.engine.intake.IntakeResult.HostIntake;
import io.pvefleet.engine.intake.IntakeResult.Imported;
import io.pvefleet.engine.intake.IntakeResult.LeftOut;
import io.pvefleet.process.cli.Terminal;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an import did, for people and for programs. */
record ImportView(Terminal terminal, String folder) {

  /** What it is written as. */
  enum Format {
    TEXT,
    JSON
  }

  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  String render(IntakeResult result, Format format) {
    return switch (format) {
      case TEXT -> text(result);
      case JSON -> json(result);
    };
  }

  private String text(IntakeResult result) {
    StringBuilder text = new StringBuilder();
    for (HostIntake host : result.hosts()) {
      text.append(host.host()).append("  ").append(headline(host)).append('\n');
      int width = host.vms().stream().mapToInt(vm -> (vm.vmid() + " " + vm.name()).length()).max().orElse(0);
      for (Imported vm : host.vms()) {
        String name = vm.vmid() + " " + vm.name();
        String profiles = vm.profiles().isEmpty() ? "" : "  profile " + String.join(", ", vm.profiles());
        text.append("  + %s%s  %s:%d%s%n".formatted(name, " ".repeat(width - name.length()), vm.file(), vm.line(), profiles));
        vm.notes().forEach(note -> text.append("      to check  %s: %s%n".formatted(note.subject(), plain(note.text()))));
      }
      for (LeftOut guest : host.leftOut()) {
        text.append("  - %d %s (%s)  left out: %s%n"
            .formatted(guest.vmid(), plain(guest.name()), guest.kind(), plain(guest.reason())));
      }
      text.append('\n');
    }
    if (!result.profiles().isEmpty()) {
      text.append("Profiles\n");
      result.profiles().forEach(profile ->
          text.append("  + %s  %s  for %s%n".formatted(profile.name(), profile.file(), count(profile.vms(), "VM"))));
      text.append('\n');
    }
    return text.append(ending(result)).toString();
  }

  private static String headline(HostIntake host) {
    if (host.silence().isPresent()) {
      return "not reachable: " + plain(host.silence().get());
    }
    boolean isAllThere = host.vms().isEmpty() && host.leftOut().stream().noneMatch(guest -> guest.kind().equals("VM"));
    String left = host.leftOut().isEmpty() ? "" : ", %s left out".formatted(host.leftOut().size());
    return (isAllThere ? "every VM is in Git already" : count(host.vms().size(), "VM") + " imported") + left;
  }

  private String ending(IntakeResult result) {
    if (result.files().isEmpty()) {
      return "Nothing was written: there is nothing to import.\n";
    }
    long notes = result.hosts().stream().flatMap(host -> host.vms().stream()).mapToLong(vm -> vm.notes().size()).sum();
    String in = folder.equals(".") ? "" : " in " + folder;
    return """
        Wrote %s%s with %s. Checked: the plan after it adopts them, which adds the tag pvefleet, and changes nothing else.

        Next:
          1. Read what was written%s; rename profiles, add labels, and declare power: running where it is to be kept.
          2. pvefleet validate, and commit.
          3. pvefleet plan shows the adoptions; pvefleet apply, or the daemon, carries them out.
        """.formatted(count(result.files().size(), "file"), in, count(result.imported(), "VM"),
            notes == 0 ? "" : ", above all " + count((int) notes, "place") + " marked TO CHECK");
  }

  private static String json(IntakeResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("imported", result.imported());
    ArrayNode files = root.putArray("files");
    result.files().keySet().forEach(files::add);
    ArrayNode hosts = root.putArray("hosts");
    for (HostIntake host : result.hosts()) {
      ObjectNode one = hosts.addObject().put("host", host.host()).put("reached", host.silence().isEmpty());
      host.silence().ifPresent(why -> one.put("why", why));
      ArrayNode vms = one.putArray("vms");
      for (Imported vm : host.vms()) {
        ObjectNode row = vms.addObject().put("vmid", vm.vmid()).put("name", vm.name());
        row.put("file", vm.file()).put("line", vm.line());
        ArrayNode profiles = row.putArray("profiles");
        vm.profiles().forEach(profiles::add);
        ArrayNode notes = row.putArray("notes");
        vm.notes().forEach(note -> notes.addObject().put("subject", note.subject()).put("text", note.text()));
      }
      ArrayNode left = one.putArray("leftOut");
      host.leftOut().forEach(guest -> left.addObject()
          .put("vmid", guest.vmid()).put("name", guest.name()).put("kind", guest.kind()).put("reason", guest.reason()));
    }
    ArrayNode profiles = root.putArray("profiles");
    result.profiles().forEach(profile ->
        profiles.addObject().put("name", profile.name()).put("file", profile.file()).put("vms", profile.vms()));
    return JSON.writeValueAsString(root) + "\n";
  }

  /** A host must not be able to write to the terminal of who imports from it. */
  private static String plain(String text) {
    return text.codePoints().filter(c -> !Character.isISOControl(c)).mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
