package io.pvefleet.vnc.doctor;

import java.time.Duration;

/**
 * What came of one step.
 *
 * @param isGood whether it went well
 * @param remedy what to do; empty where there is nothing to do
 */
public record Finding(String step, boolean isGood, Duration took, String text, String remedy) {}
