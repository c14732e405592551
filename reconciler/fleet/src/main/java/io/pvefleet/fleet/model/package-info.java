/**
 * The nouns of a fleet repository: envelope, fleet, site, host, references and claims. Reads no file, merges nothing.
 */
@NullMarked
package io.pvefleet.fleet.model;

import org.jspecify.annotations.NullMarked;
