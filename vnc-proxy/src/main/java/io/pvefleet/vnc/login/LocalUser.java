package io.pvefleet.vnc.login;

import io.pvefleet.vnc.access.Person;

/**
 * A line of the user file.
 *
 * @param hash bcrypt hash of the password; never shown
 */
record LocalUser(Person person, String hash) {

  /** How many times the hash doubles its work. */
  int cost() {
    return Integer.parseInt(hash.substring(4, 6));
  }

  @Override
  public String toString() {
    return "LocalUser[" + person.name() + ", ***]";
  }
}
