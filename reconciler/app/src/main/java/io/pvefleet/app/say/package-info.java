/** Texts in the reader's language, for pages and for what is sent. Knows no page and no fleet. */
@NullMarked
package io.pvefleet.app.say;

import org.jspecify.annotations.NullMarked;
