/**
 * Who had which console, when, from where and how it ended. Never what was typed or shown.
 */
@NullMarked
package io.pvefleet.vnc.audit;

import org.jspecify.annotations.NullMarked;
