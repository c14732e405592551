package io.pvefleet.vnc.relay;

import io.pvefleet.vnc.session.CloseReason;

/**
 * Why a console ended. Immutable.
 *
 * @param detail one line for logs and pages, without a secret; may be empty
 */
public record Ending(CloseReason reason, String detail) {}
