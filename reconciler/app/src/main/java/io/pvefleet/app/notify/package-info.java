/** Telling people: which sink hears what and when, and bringing it there. Judges nothing, asks no host, and never holds anybody up. */
@NullMarked
package io.pvefleet.app.notify;

import org.jspecify.annotations.NullMarked;
