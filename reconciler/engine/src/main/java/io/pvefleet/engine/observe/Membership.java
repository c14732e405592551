package io.pvefleet.engine.observe;

/** The resource pool that a guest is in; a guest is in one pool at most. */
public sealed interface Membership {

  /** The guest is in this pool. */
  record In(String pool) implements Membership {}

  /** The guest is in no pool. */
  record None() implements Membership {}

  /** Not known, because it was not asked or the token may not see pools. */
  record Unknown() implements Membership {}
}
