package io.pvefleet.vnc.session;

import io.pvefleet.fleet.model.Host;
import java.util.Optional;

/**
 * A guest to be dialled.
 *
 * @param display as asked for; empty: whatever the guest has
 */
public record Target(Host host, int vmid, Optional<Display> display) {}
