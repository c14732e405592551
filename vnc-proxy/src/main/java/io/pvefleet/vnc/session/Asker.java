package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Person;

/**
 * Who asks for something, from where.
 *
 * @param login names the person's login, whose end ends its consoles; empty where there is no logout
 * @param from address of the browser
 */
public record Asker(Person person, String login, String from) {}
