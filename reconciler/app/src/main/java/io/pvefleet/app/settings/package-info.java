/**
 * What the daemon can be told: the list of its settings and how they fit together. Reading them is the process room's.
 */
@NullMarked
package io.pvefleet.app.settings;

import org.jspecify.annotations.NullMarked;
