/**
 * Shapes: one description of a kind from which its JSON Schema is made and its documents are checked. Knows no kind.
 */
@NullMarked
package io.pvefleet.fleet.schema;

import org.jspecify.annotations.NullMarked;
