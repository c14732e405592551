/**
 * A web server as part of a process that has its parts already, and the order in which parts are closed. Has no page and no bean
 * of its own.
 */
@NullMarked
package io.pvefleet.process.server;

import org.jspecify.annotations.NullMarked;
