package io.pvefleet.vnc.access;

import java.time.ZoneId;
import java.util.Map;

/**
 * A VM or container as access rules and titles see it. Immutable.
 *
 * @param name as declared; empty for one that Git does not know
 * @param siteName the site's name for people
 * @param zone the site's time zone
 * @param labels of the document; those of site and host are not mixed in
 * @param isDeclared whether Git has a document for it
 */
public record Guest(
    String host, int vmid, String name, String site, String siteName, ZoneId zone, Map<String, String> labels, boolean isDeclared) {
  public Guest {
    labels = Map.copyOf(labels);
  }
}
