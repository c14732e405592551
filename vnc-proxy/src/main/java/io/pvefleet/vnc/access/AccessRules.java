package io.pvefleet.vnc.access;

/** The rules in force. Pure and thread-safe; what no rule allows is forbidden. */
@FunctionalInterface
public interface AccessRules {
  boolean allows(Person who, Guest what, Verb verb);

  /** Whether there is no rule at all, so that nobody may do anything: then the repository lacks something, not the person. */
  default boolean isEmpty() {
    return false;
  }
}
