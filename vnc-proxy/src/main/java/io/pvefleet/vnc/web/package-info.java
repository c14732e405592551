/**
 * The proxy as browsers see it: API, WebSocket endpoint, headers, errors in the reader's language, and the server itself. Decides
 * about no console.
 */
@NullMarked
package io.pvefleet.vnc.web;

import org.jspecify.annotations.NullMarked;
