package io.pvefleet.pve.simulator.fault;

/**
 * Tasks that end with an error instead of their effect, or with {@code WARNINGS: n} after it.
 *
 * @param type task type such as {@code qmstart}
 * @param times how many of the next tasks of that type fail
 * @param exitStatus the text the task ends with; {@code unexpected status} is what a killed worker leaves
 */
public record TaskFault(String type, int times, String exitStatus) {}
