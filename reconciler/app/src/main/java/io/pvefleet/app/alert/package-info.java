/** What deserves attention: judges the snapshots of the fleet and remembers what is in force. Tells nobody and asks no host. */
@NullMarked
package io.pvefleet.app.alert;

import org.jspecify.annotations.NullMarked;
