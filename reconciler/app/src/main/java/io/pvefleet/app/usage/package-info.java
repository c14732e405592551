/** How busy hosts and VMs were: sums up the figures of passes and keeps them for 30 days. Asks no host and draws nothing. */
@NullMarked
package io.pvefleet.app.usage;

import org.jspecify.annotations.NullMarked;
