/**
 * Which kinds there are, and the desired fleet as their values. Plans nothing.
 */
@NullMarked
package io.pvefleet.engine.kinds;

import org.jspecify.annotations.NullMarked;
