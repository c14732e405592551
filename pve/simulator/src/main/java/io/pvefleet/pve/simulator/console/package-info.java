/**
 * What a console is on the wire once its upgrade was accepted: frames as pveproxy reads and writes them, and the bytes between
 * them and the program behind the port. Knows neither HTTP nor what the bytes mean.
 */
@NullMarked
package io.pvefleet.pve.simulator.console;

import org.jspecify.annotations.NullMarked;
