/**
 * Plans as text, JSON and Markdown. Decides nothing.
 */
@NullMarked
package io.pvefleet.engine.render;

import org.jspecify.annotations.NullMarked;
