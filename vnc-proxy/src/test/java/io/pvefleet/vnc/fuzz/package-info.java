/** Seeded chance for tests of protocols and schedules. Finds nothing by itself. */
package io.pvefleet.vnc.fuzz;
