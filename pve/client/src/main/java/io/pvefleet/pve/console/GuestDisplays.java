package io.pvefleet.pve.console;

import java.util.Optional;

/**
 * What a guest shows itself on.
 *
 * @param hasScreen whether there is a screen: a VM's graphics, or its serial port drawn as one
 * @param hasTerminal whether there is a terminal: a VM's serial port that the host holds, or a container's console
 * @param isScreenSerial whether that screen is only a serial port drawn as one, which is better seen as a terminal
 * @param serial the serial port of that terminal, {@code serial0} to {@code serial3}; empty for containers
 */
public record GuestDisplays(boolean hasScreen, boolean hasTerminal, boolean isScreenSerial, Optional<String> serial) {}
