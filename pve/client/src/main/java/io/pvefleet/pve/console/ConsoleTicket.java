package io.pvefleet.pve.console;

import io.pvefleet.pve.http.Secret;
import io.pvefleet.pve.wire.Upid;

/**
 * The right to connect once to a console that a host has made ready, within 10 s. Immutable; printing it shows no secret.
 *
 * @param user whose ticket it is, {@code user@realm} or {@code user@realm!token}; a terminal wants it as its first message
 * @param ticket bound to user, path and port, good for 40 s
 * @param password what VNC authentication takes for the next half minute; of old hosts and of terminals the ticket itself
 * @param upid the task on the host that runs as long as the console
 */
public record ConsoleTicket(GuestType type, int vmid, String user, Secret ticket, Secret password, int port, Upid upid) {}
