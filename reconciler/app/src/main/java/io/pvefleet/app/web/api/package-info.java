/**
 * The same as the pages for machines: JSON below {@code /api/v1}, described by {@code /api/openapi.json}. Renders no page and
 * changes nothing.
 */
@NullMarked
package io.pvefleet.app.web.api;

import org.jspecify.annotations.NullMarked;
