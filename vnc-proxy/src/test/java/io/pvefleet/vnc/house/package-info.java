/** Holds the rooms of the console proxy to their signs. */
package io.pvefleet.vnc.house;
