package io.pvefleet.pve.simulator.http;

/**
 * Bytes of consoles that a host could not get rid of because clients did not read. A real pveproxy buffers them without end.
 *
 * @param bytes of all consoles now
 * @param highest that any one console ever had
 */
public record ConsoleBacklog(long bytes, long highest) {}
