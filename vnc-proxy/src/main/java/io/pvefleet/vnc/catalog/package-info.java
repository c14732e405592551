/**
 * The fleet repository as the proxy needs it: hosts, guests and access rules of the commit in force. Asks no host anything.
 */
@NullMarked
package io.pvefleet.vnc.catalog;

import org.jspecify.annotations.NullMarked;
