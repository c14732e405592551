/**
 * Laws that hold of every plan of a whole fleet, tried on generated ones. Tests no single rule.
 */
@NullMarked
package io.pvefleet.engine.law;

import org.jspecify.annotations.NullMarked;
