/**
 * Simulated hosts together with a fleet repository that fits them, for {@code simulate} and {@code demo}. The only room of the app that
 * knows the simulator; knows no terminal.
 */
@NullMarked
package io.pvefleet.app.simulate;

import org.jspecify.annotations.NullMarked;
