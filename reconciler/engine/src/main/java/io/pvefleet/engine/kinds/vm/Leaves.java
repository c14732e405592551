package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.WrittenVm.Note;
import io.pvefleet.fleet.yaml.Node;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A spec while it is written. A text that is no value of its type is written as a text: the check of the whole spec finds it, and
 * says what is wrong. Belongs to one writing.
 */
final class Leaves {

  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,11}");
  private static final Pattern NUMBER = Pattern.compile("(0|[1-9][0-9]{0,11})\\.[0-9]{0,8}[1-9]");

  private final List<SpecLeaf> leaves = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  List<SpecLeaf> leaves() {
    return List.copyOf(leaves);
  }

  List<Note> notes() {
    return List.copyOf(notes);
  }

  void note(String subject, String text) {
    notes.add(new Note(subject, text));
  }

  void put(Node value, String... path) {
    leaves.add(new SpecLeaf(List.of(path), value));
  }

  void word(String text, String... path) {
    put(text(text), path);
  }

  void flag(String text, String... path) {
    put(flag(text), path);
  }

  void whole(String text, String... path) {
    put(whole(text), path);
  }

  void number(String text, String... path) {
    put(raw(Form.number(text)), path);
  }

  void words(List<String> items, String... path) {
    put(new Node.Sequence(SpecTree.NOWHERE, items.stream().map(Leaves::text).toList()), path);
  }

  /** The value of an option or property that has no field: a number only where its text is the number's own. */
  void raw(String text, String... path) {
    put(raw(text), path);
  }

  /** Properties without a field, below {@code pve} of what they belong to. */
  void rest(Map<String, String> properties, String... of) {
    properties.forEach((name, value) -> {
      List<String> path = new ArrayList<>(List.of(of));
      path.add("pve");
      path.add(name);
      leaves.add(new SpecLeaf(path, raw(value)));
    });
  }

  private static Node text(String text) {
    return new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.STRING, text);
  }

  private static Node flag(String text) {
    return switch (Form.flag(text)) {
      case "1" -> new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.BOOLEAN, "true");
      case "0" -> new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.BOOLEAN, "false");
      default -> text(text);
    };
  }

  private static Node whole(String text) {
    String digits = text.strip();
    return digits.matches("[0-9]{1,18}")
        ? new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.INTEGER, new BigInteger(digits).toString())
        : text(text);
  }

  private static Node raw(String text) {
    if (INTEGER.matcher(text).matches()) {
      return new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.INTEGER, text);
    }
    return NUMBER.matcher(text).matches() ? new Node.Scalar(SpecTree.NOWHERE, Node.ScalarType.NUMBER, text) : text(text);
  }
}
