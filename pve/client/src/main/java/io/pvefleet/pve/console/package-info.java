/**
 * Consoles of a host's guests: tickets, sockets of screens and terminals, and what must be known of a guest to open one. Knows
 * nothing of what travels through a socket, and of who may open one.
 */
@NullMarked
package io.pvefleet.pve.console;

import org.jspecify.annotations.NullMarked;
