/**
 * From a reference to the secret behind it. Keeps, prints and checks nothing.
 */
@NullMarked
package io.pvefleet.process.secret;

import org.jspecify.annotations.NullMarked;
