/**
 * What is known of a host and how answers become knowledge; unknown is never absent. Performs no read.
 */
@NullMarked
package io.pvefleet.engine.observe;

import org.jspecify.annotations.NullMarked;
