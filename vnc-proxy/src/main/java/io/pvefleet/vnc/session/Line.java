package io.pvefleet.vnc.session;

/** A guest that was looked at and runs, ready to be dialled. */
public interface Line {

  /** What the console will show. */
  Display display();

  /** The guest's name on its host; for guests that Git does not know. */
  String name();

  /**
   * Opens a way to it. Blocks for as long as the host may take; an interruption gives up.
   *
   * @throws ConsoleRefused if there is none to be had
   */
  Way open();
}
