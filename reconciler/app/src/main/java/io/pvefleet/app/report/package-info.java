/**
 * The pages as files, for those who run no daemon or want to keep what they saw. Draws no page of its own: it asks the pages and
 * makes their links point at files.
 */
@NullMarked
package io.pvefleet.app.report;

import org.jspecify.annotations.NullMarked;
