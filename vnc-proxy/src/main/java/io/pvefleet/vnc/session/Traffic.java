package io.pvefleet.vnc.session;

/**
 * What has passed through a console. Numbers alone, never contents.
 *
 * @param keys key presses that reached the guest
 * @param clipboardBytes sent to the guest
 */
public record Traffic(long bytesToBrowser, long bytesToGuest, long keys, long clipboardBytes) {
  public static final Traffic NONE = new Traffic(0, 0, 0, 0);
}
