/**
 * The command line; starts without Spring. Renders and asks; decides nothing.
 */
@NullMarked
package io.pvefleet.app.cli;

import org.jspecify.annotations.NullMarked;
