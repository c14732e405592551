/**
 * What is wrong with an input: code, severity, place, value and remedy. Collects; never throws and never prints.
 */
@NullMarked
package io.pvefleet.fleet.diagnostic;

import org.jspecify.annotations.NullMarked;
