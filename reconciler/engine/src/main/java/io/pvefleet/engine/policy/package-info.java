/**
 * What of a plan may happen now: limits, holds, protection. Adds no change of its own.
 */
@NullMarked
package io.pvefleet.engine.policy;

import org.jspecify.annotations.NullMarked;
