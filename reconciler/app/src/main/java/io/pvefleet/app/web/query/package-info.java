/**
 * What an address asks for, as queries that pages and API understand alike, and the history that answers them. Renders nothing.
 */
@NullMarked
package io.pvefleet.app.web.query;

import org.jspecify.annotations.NullMarked;
