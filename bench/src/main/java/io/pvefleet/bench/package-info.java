/**
 * Benchmarks of single pieces of code. Nothing of the product may know them.
 */
@NullMarked
package io.pvefleet.bench;

import org.jspecify.annotations.NullMarked;
