/**
 * The loop that keeps the fleet as Git says: schedule, webhook, settings, metrics and the server of the pages. Decides nothing
 * about a VM and formats nothing for people.
 */
@NullMarked
package io.pvefleet.app.daemon;

import org.jspecify.annotations.NullMarked;
