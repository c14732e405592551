package io.pvefleet.app.web.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.springframework.web.util.UriComponentsBuilder;

/** Addresses of a list as it stands, with one thing changed: what is seen can always be shared and gone back to. */
public final class ListLinks {
  private final String path;
  private final SequencedMap<String, String> params;
  private final String sort;

  /**
   * @param known the parameters that this list understands, in the order in which they are written
   * @param sort the order in force
   */
  public ListLinks(String path, List<String> known, Map<String, String> asked, String sort) {
    this.path = path;
    this.sort = sort;
    this.params = new LinkedHashMap<>();
    for (String name : known) {
      String value = asked.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        params.put(name, value);
      }
    }
  }

  /** The same with another value; an empty one takes the parameter away. Another filter begins at the first page. */
  public String with(String name, String value) {
    SequencedMap<String, String> changed = new LinkedHashMap<>(params);
    changed.remove("page");
    changed.remove(name);
    if (!value.isEmpty()) {
      changed.put(name, value);
    }
    return address(changed);
  }

  public String page(int number) {
    SequencedMap<String, String> changed = new LinkedHashMap<>(params);
    changed.remove("page");
    if (number > 1) {
      changed.put("page", Integer.toString(number));
    }
    return address(changed);
  }

  /** Sorted by that column, or turned round where it is already. */
  public String sortedBy(String column) {
    return with("sort", sort.equals(column) ? "-" + column : column);
  }

  /** The whole list as CSV: all pages, with the same filters and order. */
  public String csv() {
    SequencedMap<String, String> filters = new LinkedHashMap<>(params);
    List.of("page", "size", "before", "by").forEach(filters::remove);
    return UriComponentsBuilder.fromUriString(address(filters)).replacePath("/api/v1" + path + ".csv").build(true).toUriString();
  }

  /** For {@code aria-sort}. */
  public String direction(String column) {
    return sort.equals(column) ? "ascending" : sort.equals("-" + column) ? "descending" : "none";
  }

  public String value(String name) {
    return params.getOrDefault(name, "");
  }

  private String address(Map<String, String> values) {
    UriComponentsBuilder builder = UriComponentsBuilder.fromPath(path);
    values.keySet().forEach(name -> builder.queryParam(name, "{" + name + "}"));
    return builder.encode().buildAndExpand(values).toUriString();
  }
}
