package io.pvefleet.app.report;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.web.util.UriComponentsBuilder;

/** Which addresses of the pages become files, and which. Pure. */
final class PageFiles {
  private static final Set<String> LISTS =
      Set.of("/hosts", "/vms", "/drift", "/alerts", "/runs", "/events", "/consoles", "/schedules");

  /** What parts a page: another part of it is always taken along. */
  private static final Set<String> PARTS = Set.of("page", "before", "tab", "span", "by", "show");

  /** Orders and searches are for a server to answer, a look is the reader's own, and what one VM has is on its page. */
  private static final Set<String> LIVE = Set.of("q", "sort", "size", "lang", "theme", "fragment", "format", "vmid");

  /** More filters at once than these have no place on a page that leads to them. */
  private static final int FILTERS = 3;

  private static final int LONGEST_NAME = 120;

  private PageFiles() {}

  /** Where a page is kept below the folder of the report; empty where it is not of those that are kept. */
  static Optional<String> file(URI address) {
    String path = path(address);
    if (!isPage(path)) {
      return Optional.empty();
    }
    String name = path.equals("/") ? "index" : path.substring(1);
    StringBuilder file = new StringBuilder(name);
    parameters(address).forEach((key, value) -> file.append('_').append(key).append('-').append(value.replace('/', ' ')));
    String safe = file.toString().replaceAll("[^\\p{L}\\p{N}/._-]", "-");
    // Two addresses that differ only in what no file name can hold, or in its end, must not share a file.
    boolean isExact = safe.contentEquals(file) && safe.length() <= LONGEST_NAME;
    return Optional.of((isExact ? safe : safe.substring(0, Math.min(safe.length(), LONGEST_NAME)) + '-'
        + Integer.toHexString(address.toString().hashCode())) + ".html");
  }

  /**
   * Whether the report follows a link. From the overview and from the page of one thing it follows every filter, since there a count
   * leads to what it counts; from a list only to the list's other parts, or each list would be written filtered by each of its cells.
   */
  static boolean isFollowed(URI from, URI to) {
    SortedMap<String, String> wanted = parameters(to);
    if (!isPage(path(to)) || wanted.keySet().stream().anyMatch(LIVE::contains)) {
      return false;
    }
    if (!LISTS.contains(path(from)) || !path(to).equals(path(from))) {
      return filters(wanted).size() <= FILTERS && (!LISTS.contains(path(from)) || filters(wanted).isEmpty());
    }
    return filters(wanted).equals(filters(parameters(from)));
  }

  /** The host that a page is about, itself or one of its VMs; its times are of that site. */
  static Optional<String> host(URI address) {
    String[] parts = path(address).split("/");
    return parts.length > 2 && (parts[1].equals("hosts") || parts[1].equals("vms")) ? Optional.of(parts[2]) : Optional.empty();
  }

  /**
   * The same page without what has no say on it: a VM's page keeps what was chosen in its other tabs, which would make twenty files of
   * seven.
   */
  static URI plain(URI address) {
    if (!address.getPath().startsWith("/vms/")) {
      return address;
    }
    String tab = parameters(address).getOrDefault("tab", "");
    UriComponentsBuilder plain = UriComponentsBuilder.fromUri(address);
    if (!tab.equals("usage")) {
      plain.replaceQueryParam("span");
    }
    if (!tab.isEmpty()) {
      plain.replaceQueryParam("show");
    }
    return plain.build(true).toUri();
  }

  private static boolean isPage(String path) {
    return path.equals("/") || LISTS.contains(path)
        || path.matches("/hosts/[^/]+") || path.matches("/vms/[^/]+/[0-9]+") || path.matches("/runs/[0-9]+");
  }

  private static String path(URI address) {
    return address.getPath().isEmpty() ? "/" : address.getPath();
  }

  private static Map<String, String> filters(SortedMap<String, String> parameters) {
    SortedMap<String, String> filters = new TreeMap<>(parameters);
    filters.keySet().removeAll(PARTS);
    return filters;
  }

  private static SortedMap<String, String> parameters(URI address) {
    SortedMap<String, String> parameters = new TreeMap<>();
    UriComponentsBuilder.fromUri(address).build(true).getQueryParams().forEach((key, values) -> {
      List<String> said = new ArrayList<>(values);
      said.removeIf(value -> value == null || value.isEmpty());
      if (!said.isEmpty()) {
        parameters.put(decoded(key), decoded(said.getFirst()));
      }
    });
    return parameters;
  }

  private static String decoded(String text) {
    return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
