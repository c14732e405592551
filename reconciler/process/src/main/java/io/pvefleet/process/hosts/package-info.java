/**
 * From a declared host to the client that talks to it, with its token and its way to trust. Knows no guests and no plans.
 */
@NullMarked
package io.pvefleet.process.hosts;

import org.jspecify.annotations.NullMarked;
