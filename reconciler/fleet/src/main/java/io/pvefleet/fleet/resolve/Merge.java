package io.pvefleet.fleet.resolve;

import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lays one tree over another: mappings merge deeply, everything else replaces, {@code null} too. Every node keeps its place. */
public final class Merge {

  private Merge() {}

  /** The keys of the lower mapping in their order, then the new ones of the upper. */
  public static Node.Mapping merge(Node.Mapping lower, Node.Mapping upper) {
    if (lower.entries().isEmpty()) {
      return upper;
    }
    Map<String, Node.Entry> over = HashMap.newHashMap(upper.entries().size());
    upper.entries().forEach(entry -> over.put(entry.key(), entry));
    List<Node.Entry> merged = new ArrayList<>(lower.entries().size() + over.size());
    for (Node.Entry entry : lower.entries()) {
      Node.Entry winner = over.remove(entry.key());
      merged.add(winner == null ? entry : entry(entry, winner));
    }
    for (Node.Entry entry : upper.entries()) {
      if (over.containsKey(entry.key())) {
        merged.add(entry);
      }
    }
    return new Node.Mapping(upper.place(), merged);
  }

  private static Node.Entry entry(Node.Entry lower, Node.Entry upper) {
    if (lower.value() instanceof Node.Mapping below && upper.value() instanceof Node.Mapping above) {
      return new Node.Entry(upper.key(), upper.keyPlace(), merge(below, above));
    }
    return upper;
  }
}
