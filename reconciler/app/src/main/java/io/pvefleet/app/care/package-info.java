/**
 * What is asked of a host beside its passes, rarely and never in their way: certificate, token, latency, guest addresses, and who
 * changed what. Plans nothing, changes nothing, and decides nothing that the loop does.
 */
@NullMarked
package io.pvefleet.app.care;

import org.jspecify.annotations.NullMarked;
