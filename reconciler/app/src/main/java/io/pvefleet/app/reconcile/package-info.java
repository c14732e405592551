/**
 * Observing, planning and applying over many hosts side by side, shared by the daemon and the command line. Performs what the engine
 * says and decides nothing about a VM; knows neither Spring nor a terminal.
 */
@NullMarked
package io.pvefleet.app.reconcile;

import org.jspecify.annotations.NullMarked;
