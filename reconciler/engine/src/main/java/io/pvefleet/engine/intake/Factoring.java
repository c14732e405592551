package io.pvefleet.engine.intake;

import io.pvefleet.engine.kinds.vm.SpecLeaf;
import io.pvefleet.engine.kinds.vm.SpecTree;
import io.pvefleet.engine.kinds.vm.WrittenVm;
import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What similar VMs have in common, once. Similar are VMs of one operating system and one role, or one name without its number. A
 * value goes into their profile where each of them has one and most have this one; the others keep their own. Deterministic.
 */
final class Factoring {

  /** Fewer common values than this are easier to read where they are. */
  private static final int WORTH = 3;

  private static final List<String> ROLES = List.of("kiosk", "pos", "server", "backup");
  private static final Pattern NUMBER = Pattern.compile("[-_.]?[0-9]+$");

  /** A VM's own facts, which no other one shares but by accident. */
  private static final Set<String> OWN = Set.of("description", "smbios");

  /** A profile, and those that it takes itself. */
  record Profile(String name, List<String> profiles, List<SpecLeaf> leaves, int vms) {}

  /** A VM with what is left of it, and the profiles that give the rest. */
  record Member(String host, WrittenVm whole, WrittenVm own, List<String> profiles) {}

  private final Predicate<String> isTaken;
  private final List<Profile> profiles = new ArrayList<>();
  private final Map<WrittenVm, String> profileOf = new HashMap<>();

  private Factoring(Predicate<String> isTaken) {
    this.isTaken = isTaken;
  }

  /** What comes of it: profiles by name, members in the order given. */
  record Factored(List<Profile> profiles, List<Member> members) {}

  static Factored of(List<Member> members, Predicate<String> isTaken) {
    Factoring factoring = new Factoring(isTaken);
    Map<String, List<Member>> groups = new TreeMap<>();
    members.forEach(member -> groups.computeIfAbsent(key(member.whole()), key -> new ArrayList<>()).add(member));
    groups.forEach(factoring::group);
    factoring.base();
    return new Factored(List.copyOf(factoring.profiles), members.stream().map(factoring::member).toList());
  }

  /** The role that a name tells; empty where it tells none. */
  static Optional<String> role(String name) {
    List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[-_.0-9]+"));
    return ROLES.stream().filter(words::contains).findFirst();
  }

  private static String key(WrittenVm vm) {
    return stem(vm) + "\n" + os(vm);
  }

  private static String stem(WrittenVm vm) {
    String stem = NUMBER.matcher(vm.name().toLowerCase(Locale.ROOT)).replaceFirst("");
    boolean isName = !stem.isEmpty() && Character.isLetterOrDigit(stem.charAt(stem.length() - 1));
    return role(vm.name()).orElse(isName ? stem : "vm");
  }

  private static String os(WrittenVm vm) {
    return vm.leaves().stream()
        .filter(leaf -> leaf.path().equals(List.of("os")))
        .map(leaf -> text(leaf.value()))
        .findFirst()
        .orElse("");
  }

  private void group(String key, List<Member> members) {
    if (members.size() < 2) {
      return;
    }
    List<SpecLeaf> common = common(members.stream().map(member -> member.whole().leaves()).toList());
    if (common.size() < WORTH) {
      return;
    }
    String stem = stem(members.getFirst().whole());
    String os = os(members.getFirst().whole());
    String name = free(stem, os.isEmpty() ? stem + "-vm" : stem + "-" + os);
    profiles.add(new Profile(name, List.of(), common, members.size()));
    members.forEach(member -> profileOf.put(member.whole(), name));
  }

  /** Values that every profile has alike. */
  private void base() {
    if (profiles.size() < 2) {
      return;
    }
    List<SpecLeaf> common = profiles.getFirst().leaves().stream()
        .filter(leaf -> profiles.stream().allMatch(profile -> profile.leaves().contains(leaf)))
        .toList();
    if (common.size() < WORTH) {
      return;
    }
    String name = free("base", "common");
    int vms = profiles.stream().mapToInt(Profile::vms).sum();
    profiles.replaceAll(profile -> new Profile(
        profile.name(), List.of(name), profile.leaves().stream().filter(leaf -> !common.contains(leaf)).toList(), profile.vms()));
    profiles.addFirst(new Profile(name, List.of(), common, vms));
  }

  private Member member(Member member) {
    String name = profileOf.get(member.whole());
    if (name == null) {
      return new Member(member.host(), member.whole(), member.whole(), List.of());
    }
    List<SpecLeaf> given = profiles.stream()
        .filter(profile -> profile.name().equals(name) || named(name).profiles().contains(profile.name()))
        .flatMap(profile -> profile.leaves().stream())
        .toList();
    List<SpecLeaf> own = member.whole().leaves().stream().filter(leaf -> !given.contains(leaf)).toList();
    return new Member(member.host(), member.whole(), member.whole().with(own), List.of(name));
  }

  private Profile named(String name) {
    return profiles.stream().filter(profile -> profile.name().equals(name)).findFirst().orElseThrow();
  }

  /** For each path that all have, the value that most have; a value that no two share is nobody's rule. */
  private static List<SpecLeaf> common(List<List<SpecLeaf>> all) {
    List<SpecLeaf> common = new ArrayList<>();
    for (SpecLeaf candidate : all.getFirst()) {
      Map<SpecLeaf, Integer> votes = new LinkedHashMap<>();
      for (List<SpecLeaf> leaves : all) {
        leaves.stream().filter(leaf -> leaf.path().equals(candidate.path())).forEach(leaf -> votes.merge(leaf, 1, Integer::sum));
      }
      int present = votes.values().stream().mapToInt(Integer::intValue).sum();
      int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      if (!isOwn(candidate) && present == all.size() && most * 2 > all.size()) {
        votes.entrySet().stream()
            .filter(vote -> vote.getValue() == most)
            .map(Map.Entry::getKey)
            .findFirst()
            .ifPresent(common::add);
      }
    }
    return SpecTree.sorted(common);
  }

  private static boolean isOwn(SpecLeaf leaf) {
    return OWN.contains(leaf.path().getFirst())
        || leaf.path().size() > 1 && leaf.path().subList(0, 2).equals(List.of("cloudInit", "ip"));
  }

  private String free(String... wishes) {
    for (String wish : wishes) {
      if (isFree(wish)) {
        return wish;
      }
    }
    String last = wishes[wishes.length - 1];
    int number = 2;
    while (!isFree(last + "-" + number)) {
      number++;
    }
    return last + "-" + number;
  }

  private boolean isFree(String name) {
    return !isTaken.test(name) && profiles.stream().noneMatch(profile -> profile.name().equals(name));
  }

  private static String text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : "";
  }
}
