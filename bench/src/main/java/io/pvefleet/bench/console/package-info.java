/**
 * What bench/console.sh measures the console proxy with: hosts with busy screens, a link with a round trip, many browsers. Judges
 * nothing: the figures are printed.
 */
@NullMarked
package io.pvefleet.bench.console;

import org.jspecify.annotations.NullMarked;
