/**
 * News for open pages: which rows changed, as one stream of server-sent events per browser. Carries no facts itself; pages fetch
 * what they show again.
 */
@NullMarked
package io.pvefleet.app.web.live;

import org.jspecify.annotations.NullMarked;
