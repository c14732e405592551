/**
 * One pass over a host as pure functions: which reads, what they amount to, what follows from it and from Git. Performs no
 * read, judges no limit and executes nothing.
 */
@NullMarked
package io.pvefleet.engine.pass;

import org.jspecify.annotations.NullMarked;
