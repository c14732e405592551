package io.pvefleet.vnc.access;

import java.io.Serializable;
import java.util.Set;

/**
 * Somebody who has logged in. Immutable.
 *
 * @param name the login name, as access policies name it
 * @param groups of the login, as access policies name them
 */
public record Person(String name, Set<String> groups) implements Serializable {
  public Person {
    groups = Set.copyOf(groups);
  }
}
