package io.pvefleet.vnc.access;

/** What a rule lets a person do with a guest's console. */
public enum Verb {
  /** See the screen; nothing that the person does reaches the guest. */
  VIEW,
  /** See the screen and use it, take it over, end other people's sessions on it. Includes {@link #VIEW}. */
  CONSOLE
}
