package io.pvefleet.fleet.model;

import io.pvefleet.fleet.yaml.Place;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Times of the week at which VMs of some sites may be restarted, as declared. It allows nothing by itself: a VM waits for it only
 * where its {@code restart.policy} is {@code window}. Immutable.
 *
 * @param name unique in the fleet
 * @param sites names of sites; empty for all
 * @param siteLabels labels that a site must have, for each key one of the values; empty for all
 * @param vmLabels labels that a VM must have; one that it does not have is taken from its host, then from its site
 * @param times at least one
 * @param timeZone whose clock counts; empty for that of each site
 * @param place where the document stands
 */
public record Window(
    String name, List<String> sites, Map<String, List<String>> siteLabels, Map<String, List<String>> vmLabels, List<WeekSpan> times,
    Optional<ZoneId> timeZone, Place place) {
  public Window {
    sites = List.copyOf(sites);
    siteLabels = copy(siteLabels);
    vmLabels = copy(vmLabels);
    times = List.copyOf(times);
  }

  /** Whether it is about VMs of that site. */
  public boolean isOf(Site site) {
    return (sites.isEmpty() || sites.contains(site.name())) && fits(siteLabels, site.labels());
  }

  /** Whether it is about a VM with these labels, at a site that it is about. */
  public boolean isOf(Map<String, String> labels, Host host, Site site) {
    Map<String, String> all = new TreeMap<>(site.labels());
    all.putAll(host.labels());
    all.putAll(labels);
    return isOf(site) && fits(vmLabels, all);
  }

  private static boolean fits(Map<String, List<String>> wanted, Map<String, String> labels) {
    return wanted.entrySet().stream().allMatch(label -> label.getValue().contains(labels.getOrDefault(label.getKey(), "")));
  }

  private static Map<String, List<String>> copy(Map<String, List<String>> labels) {
    Map<String, List<String>> copy = new TreeMap<>();
    labels.forEach((key, values) -> copy.put(key, List.copyOf(values)));
    return java.util.Collections.unmodifiableMap(copy);
  }
}
