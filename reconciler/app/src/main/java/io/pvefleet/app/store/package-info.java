/**
 * What pvefleet remembers on this machine: journal, runs, events, what was applied, the last plan of each host. Nothing here decides
 * what a VM should be; losing it loses history only.
 */
@NullMarked
package io.pvefleet.app.store;

import org.jspecify.annotations.NullMarked;
