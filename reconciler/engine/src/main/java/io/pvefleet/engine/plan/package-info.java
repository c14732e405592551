/**
 * Desired and observed become a plan: a pure function of values. Judges no limit and executes nothing.
 */
@NullMarked
package io.pvefleet.engine.plan;

import org.jspecify.annotations.NullMarked;
