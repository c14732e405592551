/** Draws figures over time as SVG for pages, with words that it is given. Knows no fleet, no language and no script. */
@NullMarked
package io.pvefleet.app.web.chart;

import org.jspecify.annotations.NullMarked;
