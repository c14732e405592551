package io.pvefleet.vnc.relay;

/**
 * What has passed so far. Numbers alone, never contents. Immutable.
 *
 * @param bytesToBrowser with the handshake
 * @param bytesToGuest with what keeps the connection alive
 * @param keys presses that reached the guest; for a terminal its inputs
 * @param pointers pointer messages that reached the guest
 * @param clipboardBytes that reached the guest
 * @param droppedClipboards texts over the limit
 * @param refused messages that a view-only session may not send
 */
public record Figures(
    long bytesToBrowser, long bytesToGuest, long keys, long pointers, long clipboardBytes, long droppedClipboards,
    long refused) {}
