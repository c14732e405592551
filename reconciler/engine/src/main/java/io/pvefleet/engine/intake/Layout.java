package io.pvefleet.engine.intake;

import io.pvefleet.engine.intake.Factoring.Factored;
import io.pvefleet.engine.intake.Factoring.Member;
import io.pvefleet.engine.intake.Factoring.Profile;
import io.pvefleet.engine.kinds.DesiredHost;
import io.pvefleet.engine.kinds.vm.SpecTree;
import io.pvefleet.engine.kinds.vm.VmKind;
import io.pvefleet.engine.kinds.vm.WrittenVm;
import io.pvefleet.fleet.model.DocumentShape;
import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.fleet.yaml.YamlWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Documents as files: which file each stands in, in which line, and the text. */
final class Layout {

  private static final int COMMENT_LENGTH = 100;

  private static final Place NOWHERE = new Place("", 1, 1);

  private final Predicate<String> exists;
  private final boolean hasSchemas;
  private final SequencedMap<String, String> files = new LinkedHashMap<>();
  private final List<Placed> placed = new ArrayList<>();
  private final Map<String, String> profileFiles = new TreeMap<>();

  /** A VM's document in its file. */
  record Placed(Member member, String file, int line) {}

  /**
   * @param exists whether a path is taken
   * @param hasSchemas whether {@code schemas/v1} is there for editors to find
   */
  Layout(Predicate<String> exists, boolean hasSchemas) {
    this.exists = exists;
    this.hasSchemas = hasSchemas;
  }

  SequencedMap<String, String> files() {
    return files;
  }

  List<Placed> placed() {
    return placed;
  }

  String fileOf(Profile profile) {
    return profileFiles.getOrDefault(profile.name(), "");
  }

  void profiles(Factored factored) {
    for (Profile profile : factored.profiles()) {
      String file = free("profiles/" + profile.name(), profile.name());
      StringBuilder text = new StringBuilder(modeline("../schemas/v1/profile.json"));
      text.append("# What %d imported VMs have in common. Give it the name that the group has among you.%n"
          .formatted(profile.vms()));
      Node.Mapping spec = SpecTree.of(profile.leaves());
      Node.Mapping whole = profile.profiles().isEmpty() ? spec : with(spec, profile.profiles(), 0);
      text.append(YamlWriter.writeCompact(document("Profile", profile.name(), Optional.empty(), whole), Map.of()));
      files.put(file, text.toString());
      profileFiles.put(profile.name(), file);
    }
  }

  void host(DesiredHost desired, boolean isAlone, List<Member> members, LocalDate on) {
    if (members.isEmpty()) {
      return;
    }
    String folder = folder(desired);
    String file = free(folder + (isAlone ? "/vms" : "/vms-" + desired.host().name()), "imported");
    StringBuilder text = new StringBuilder(modeline(up(folder) + "schemas/v1/virtualmachine.json"));
    text.append("# Imported from host %s on %s. Adopting these VMs adds the tag pvefleet and changes nothing else.%n"
        .formatted(desired.host().name(), on));
    text.append("# Power and MAC addresses are left to the host: add power: running where pvefleet is to keep a VM running.\n");
    text.append("# A VM that is deleted on the host one day is made anew, with empty disks unless its disks have a source.\n");
    for (Member member : members) {
      text.append(member == members.getFirst() ? "" : "---\n");
      placed.add(new Placed(member, file, 1 + (int) text.chars().filter(c -> c == '\n').count()));
      text.append(vm(desired, isAlone, member));
    }
    files.put(file, text.toString());
  }

  private static String vm(DesiredHost desired, boolean isAlone, Member member) {
    Node.Mapping spec = member.own().spec();
    if (!member.profiles().isEmpty()) {
      spec = with(spec, member.profiles(), 1);
    }
    if (!isAlone) {
      List<Node.Entry> entries = new ArrayList<>(List.of(entry("host", word(desired.host().name()))));
      entries.addAll(spec.entries());
      spec = new Node.Mapping(NOWHERE, entries);
    }
    List<String> notes = member.whole().notes().stream().flatMap(note -> wrapped(comment(note)).stream()).toList();
    String first = spec.entries().getFirst().key();
    return YamlWriter.writeCompact(
        document(VmKind.NAME, member.whole().name(), Factoring.role(member.whole().name()), spec),
        notes.isEmpty() ? Map.of() : Map.of("spec." + first, notes));
  }

  private static String comment(WrittenVm.Note note) {
    return "TO CHECK " + note.subject() + ": " + note.text();
  }

  /** Lines that fit a screen; those after the first are set off. */
  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split("\\s+")) {
      if (line.length() + word.length() > COMMENT_LENGTH && !line.toString().isBlank()) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static Node.Mapping document(String kind, String name, Optional<String> role, Node.Mapping spec) {
    List<Node.Entry> metadata = new ArrayList<>(List.of(entry("name", word(name))));
    role.ifPresent(word -> metadata.add(entry("labels", new Node.Mapping(NOWHERE, List.of(entry("role", word(word)))))));
    return new Node.Mapping(NOWHERE, List.of(
        entry("apiVersion", word(DocumentShape.API_VERSION)), entry("kind", word(kind)),
        entry("metadata", new Node.Mapping(NOWHERE, metadata)), entry("spec", spec)));
  }

  private static Node.Mapping with(Node.Mapping spec, List<String> profiles, int at) {
    List<Node.Entry> entries = new ArrayList<>(spec.entries());
    entries.add(at, entry("profiles", new Node.Sequence(NOWHERE, profiles.stream().map(Layout::word).toList())));
    return new Node.Mapping(NOWHERE, entries);
  }

  private static Node.Entry entry(String key, Node value) {
    return new Node.Entry(key, NOWHERE, value);
  }

  private static Node word(String text) {
    return new Node.Scalar(NOWHERE, Node.ScalarType.STRING, text);
  }

  /** Where the host is declared, if that is its site's folder; documents elsewhere would belong to no site. */
  private static String folder(DesiredHost desired) {
    String own = "sites/" + desired.site().name();
    String file = desired.host().place().file();
    return file.startsWith(own + "/") ? file.substring(0, file.lastIndexOf('/')) : own;
  }

  private static String up(String folder) {
    return "../".repeat(Arrays.asList(folder.split("/")).size());
  }

  private String modeline(String schema) {
    return hasSchemas ? "# yaml-language-server: $schema=" + schema + "\n" : "";
  }

  /** A file that is not there: nothing is ever written over. */
  private String free(String path, String otherwise) {
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    List<String> wishes = List.of(path, path + "-imported", folder + otherwise);
    for (String wish : wishes) {
      if (isFree(wish)) {
        return wish + ".yaml";
      }
    }
    int number = 2;
    while (!isFree(path + "-imported-" + number)) {
      number++;
    }
    return path + "-imported-" + number + ".yaml";
  }

  private boolean isFree(String path) {
    return !files.containsKey(path + ".yaml") && !exists.test(path + ".yaml") && !exists.test(path + ".yml");
  }
}
