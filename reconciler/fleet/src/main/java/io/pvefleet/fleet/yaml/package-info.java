/**
 * YAML text as a tree in which every node knows its file, line and column. Knows nothing of kinds.
 */
@NullMarked
package io.pvefleet.fleet.yaml;

import org.jspecify.annotations.NullMarked;
