/**
 * What a reader waits for in a browser. Starts no daemon and no host: the script beside it does.
 */
@NullMarked
package io.pvefleet.bench.pages;

import org.jspecify.annotations.NullMarked;
