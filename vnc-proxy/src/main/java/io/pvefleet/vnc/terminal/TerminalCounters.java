package io.pvefleet.vnc.terminal;

/**
 * What a browser did so far. Immutable.
 *
 * @param messages complete ones of any kind
 * @param inputs that were passed on: a key press each, or a paste; never which
 * @param inputBytes of them
 * @param refused messages that a view-only session may not send
 */
public record TerminalCounters(long messages, long inputs, long inputBytes, long refused) {}
