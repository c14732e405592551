/**
 * What is known of the fleet, as immutable snapshots that pages, API and metrics ask. Reads no host, no store and no request.
 */
@NullMarked
package io.pvefleet.app.view;

import org.jspecify.annotations.NullMarked;
