/**
 * What every program of pvefleet does at its edge: streams, exit codes, errors as text, options from settings. Has no command of its own.
 */
@NullMarked
package io.pvefleet.process.cli;

import org.jspecify.annotations.NullMarked;
