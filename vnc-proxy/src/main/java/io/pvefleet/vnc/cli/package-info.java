/**
 * The commands of {@code pvefleet console}. Start without Spring, save the one that serves; decide nothing about consoles.
 */
@NullMarked
package io.pvefleet.vnc.cli;

import org.jspecify.annotations.NullMarked;
