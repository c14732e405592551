package io.pvefleet.vnc.relay;

/** Told of what happens to one console. Calls come from any thread, the end once and last. */
public interface RelayListener {

  /** The browser has got its first picture, or its first characters. At most once; does not block. */
  void firstFrame();

  /** It is over, and both ends are closed. Exactly once; may block. */
  void ended(Ending why);
}
