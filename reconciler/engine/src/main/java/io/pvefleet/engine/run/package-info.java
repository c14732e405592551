/**
 * A change under way as a fold over events: what to do next, live and after a crash. Performs nothing itself.
 */
@NullMarked
package io.pvefleet.engine.run;

import org.jspecify.annotations.NullMarked;
