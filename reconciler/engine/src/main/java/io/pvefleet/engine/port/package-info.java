/**
 * What the shell brings to the engine: answers and faults as values. Knows no transport.
 */
@NullMarked
package io.pvefleet.engine.port;

import org.jspecify.annotations.NullMarked;
