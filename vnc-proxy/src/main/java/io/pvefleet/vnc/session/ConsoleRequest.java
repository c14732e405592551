package io.pvefleet.vnc.session;

import io.pvefleet.vnc.access.Verb;
import java.util.Optional;

/**
 * A console that is wanted.
 *
 * @param mode what the person wants to do with it; fixed for the session's life
 * @param display empty: whatever the guest has
 * @param takesOver whether all others on this guest end once this one is there
 */
public record ConsoleRequest(String host, int vmid, Verb mode, Optional<Display> display, boolean takesOver) {}
