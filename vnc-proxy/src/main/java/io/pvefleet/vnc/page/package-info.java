/**
 * What people see in the browser: the list of consoles, the console itself, what went wrong. Relays nothing and grants nothing.
 */
@NullMarked
package io.pvefleet.vnc.page;

import org.jspecify.annotations.NullMarked;
