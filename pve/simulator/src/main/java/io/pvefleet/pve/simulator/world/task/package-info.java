/**
 * Tasks of a host: what runs, what waits for a guest's file lock, what ended and how. Knows no clock: time is told to it.
 */
@NullMarked
package io.pvefleet.pve.simulator.world.task;

import org.jspecify.annotations.NullMarked;
