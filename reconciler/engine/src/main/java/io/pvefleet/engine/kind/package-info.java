/**
 * The contract of a kind: the five questions that each kind answers. Knows no particular kind.
 */
@NullMarked
package io.pvefleet.engine.kind;

import org.jspecify.annotations.NullMarked;
