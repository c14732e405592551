package io.pvefleet.app.view;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A search: every word must occur in something that people call a VM by. */
final class VmWords {
  /** Part of a MAC address, with whatever people put between its bytes. */
  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}([:-][0-9a-f]{0,2})+");

  private VmWords() {}

  static Predicate<VmRow> of(String text) {
    if (text.isBlank()) {
      return _ -> true;
    }
    List<Word> words = List.of(text.toLowerCase(Locale.ROOT).trim().split("\\s+")).stream().map(Word::of).toList();
    return row -> words.stream().allMatch(word -> word.occursIn(row));
  }

  /**
   * One word.
   *
   * @param mac the same as Proxmox writes a MAC address; empty where it cannot be part of one
   */
  private record Word(String text, String mac) {
    static Word of(String text) {
      return new Word(text, MAC.matcher(text).matches() ? text.replace('-', ':') : "");
    }

    boolean occursIn(VmRow row) {
      return in(row.ref().name())
          || in(row.ref().host())
          || Integer.toString(row.ref().vmid()).equals(text)
          || in(row.site())
          || in(row.siteName())
          || row.labels().values().stream().anyMatch(this::in)
          || row.tags().stream().anyMatch(this::in)
          || row.addresses().stream().anyMatch(address -> address.contains(text))
          || (!mac.isEmpty() && row.macs().anyMatch(address -> address.toLowerCase(Locale.ROOT).contains(mac)));
    }

    private boolean in(String found) {
      return found.toLowerCase(Locale.ROOT).contains(text);
    }
  }
}
