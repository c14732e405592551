package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.access.Verb;
import java.time.Instant;
import java.util.Optional;

/**
 * A session as it is at one moment.
 *
 * @param name the guest's, as declared or else as its host names it
 * @param since when it was asked for
 * @param closed why it ended; empty while it has not
 */
public record SessionView(
    String id, Guest guest, String name, String user, Instant since, Verb mode, Display display, State state, boolean tookOver,
    Traffic traffic, Optional<CloseReason> closed) {}
