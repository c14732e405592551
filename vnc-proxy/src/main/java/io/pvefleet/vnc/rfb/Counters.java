package io.pvefleet.vnc.rfb;

/**
 * What a browser did so far. Immutable.
 *
 * @param messages complete ones of any kind
 * @param keys presses that were passed on, without releases; never which
 * @param pointers pointer messages that were passed on
 * @param clipboardBytes clipboard text that was passed on, as it was sent: compressed text counts compressed
 * @param droppedClipboards texts over the limit
 * @param refused messages that a view-only session may not send
 */
public record Counters(long messages, long keys, long pointers, long clipboardBytes, long droppedClipboards, long refused) {
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0);
}
