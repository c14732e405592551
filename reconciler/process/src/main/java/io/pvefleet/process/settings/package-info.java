/**
 * What a process can be told, and from where: command line, environment, file. Reads and checks; it starts nothing and reads no
 * secret but to see that there is one.
 */
@NullMarked
package io.pvefleet.process.settings;

import org.jspecify.annotations.NullMarked;
