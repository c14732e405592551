/**
 * Rules of time and number: who has which console, since when, how many at once, and why one ends. Carries no byte of a screen.
 */
@NullMarked
package io.pvefleet.vnc.session;

import org.jspecify.annotations.NullMarked;
