package io.pvefleet.vnc.session;

import java.time.Instant;

/** Somebody else on the same guest. */
public record Other(String user, Instant since, boolean viewOnly) {}
