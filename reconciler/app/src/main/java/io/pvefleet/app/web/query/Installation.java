package io.pvefleet.app.web.query;

import io.pvefleet.app.store.Retention;
import java.time.Duration;
import java.time.Instant;

/**
 * What runs here and how it was told to: the part of {@code /about} that nothing else knows. Holds no secret.
 *
 * @param version of pvefleet
 * @param startedAt when this process began
 * @param state folder of store and clone; empty where there is none
 * @param mode {@code enforce} or {@code observe}
 * @param branch that describes the fleet
 * @param folder of the fleet within the repository; may be empty
 * @param web pages of the repository
 * @param gitPoll how often Git is asked
 */
public record Installation(
    String version, Instant startedAt, String state, String mode, int hostsAtOnce, String branch, String folder, GitWeb web,
    Duration gitPoll, Retention retention) {}
