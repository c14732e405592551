/**
 * The pages and the JSON of the same for people and machines that look, never touch. Learns nothing by itself: it asks the
 * read model and the history.
 */
@NullMarked
package io.pvefleet.app.web;

import org.jspecify.annotations.NullMarked;
