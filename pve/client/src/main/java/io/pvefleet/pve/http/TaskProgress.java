package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.Optional;

/**
 * A task is still being waited for.
 *
 * @param elapsed since the waiting began
 * @param trouble why the last look at it failed; empty where the host said that it runs
 */
public record TaskProgress(Upid upid, Duration elapsed, Optional<PveException> trouble) {}
