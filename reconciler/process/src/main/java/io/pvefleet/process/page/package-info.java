/**
 * What the pages of both web applications have in common: look, language, headers. Has no page of its own.
 */
@NullMarked
package io.pvefleet.process.page;

import org.jspecify.annotations.NullMarked;
