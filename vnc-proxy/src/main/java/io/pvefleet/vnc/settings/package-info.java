/**
 * Everything that the console proxy can be told. Starts nothing.
 */
@NullMarked
package io.pvefleet.vnc.settings;

import org.jspecify.annotations.NullMarked;
