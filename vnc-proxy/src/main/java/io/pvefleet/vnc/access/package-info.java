/**
 * Who may open which console: people, guests, verbs and the rules that Git holds. Authenticates nobody.
 */
@NullMarked
package io.pvefleet.vnc.access;

import org.jspecify.annotations.NullMarked;
