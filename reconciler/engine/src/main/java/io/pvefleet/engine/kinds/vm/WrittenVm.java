package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A VM as a document would declare it.
 *
 * @param name as on the host; empty where it has none
 * @param leaves in the order of the schema, without {@code vmid}
 * @param notes what a person should look at
 */
public record WrittenVm(int vmid, String name, List<SpecLeaf> leaves, List<Note> notes) {
  public WrittenVm {
    leaves = List.copyOf(leaves);
    notes = List.copyOf(notes);
  }

  /**
   * Something that is on the host and not in the document, or not as it is there.
   *
   * @param subject the option or field
   * @param text one sentence, without any value that may be secret
   */
  public record Note(String subject, String text) {}

  /** The spec that only this VM's document holds. */
  public Node.Mapping spec() {
    return SpecTree.of(vmid, leaves);
  }

  /** Without what a finding is about, which is told instead; the same where it is about nothing here. */
  public WrittenVm without(String yamlPath, String why) {
    List<SpecLeaf> left = leaves.stream().filter(leaf -> !leaf.isAt(yamlPath)).toList();
    if (left.size() == leaves.size()) {
      return this;
    }
    List<Note> more = new ArrayList<>(notes);
    more.add(new Note(yamlPath.startsWith("spec.") ? yamlPath.substring("spec.".length()) : yamlPath, why));
    return new WrittenVm(vmid, name, left, more);
  }

  /** Whether some value of it is, or begins with, that text. */
  public boolean says(String text) {
    return leaves.stream().anyMatch(leaf -> leaf.says(text));
  }

  /** Without what says that text, which is told instead. */
  public WrittenVm withoutValue(String text, String why) {
    return leaves.stream().filter(leaf -> leaf.says(text)).findFirst().map(leaf -> without(leaf.yamlPath(), why)).orElse(this);
  }

  /** With other leaves: those that its profiles do not give already. */
  public WrittenVm with(Collection<SpecLeaf> own) {
    return new WrittenVm(vmid, name, List.copyOf(own), notes);
  }
}
