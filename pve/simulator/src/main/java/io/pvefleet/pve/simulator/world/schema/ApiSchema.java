package io.pvefleet.pve.simulator.world.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls that the simulator knows, as Proxmox VE 9.2 describes them. Read from {@code api-schema.json} beside this class,
 * which is cut out of the whole API's own description and holds no prose.
 */
public final class ApiSchema {

  /** The one schema; reading it takes a moment and never changes. */
  public static final ApiSchema PVE_9_2 = read();

  /** A call that was found, with the values of the names in its path. */
  public record Match(Endpoint endpoint, SequencedMap<String, String> pathValues) {}

  private final SortedMap<String, Endpoint> endpoints;

  /** By method and number of slashes, so that a call is compared with few. */
  private final Map<String, List<Endpoint>> bySize;

  private ApiSchema(SortedMap<String, Endpoint> endpoints) {
    this.endpoints = Collections.unmodifiableSortedMap(endpoints);
    this.bySize = endpoints.values().stream().collect(Collectors.groupingBy(e -> size(e.method(), e.path())));
  }

  private static String size(String method, String path) {
    return method + path.chars().filter(c -> c == '/').count();
  }

  /** All calls by {@link Endpoint#key}. */
  public SortedMap<String, Endpoint> endpoints() {
    return endpoints;
  }

  /** The call that answers a method and path; where a template and a literal both fit, the literal. */
  public Optional<Match> find(String method, String path) {
    Optional<Match> found = Optional.empty();
    int volume = path.indexOf("/content/");
    // A volume's name may hold slashes: it counts as one segment.
    String counted = volume < 0 ? path : path.substring(0, volume) + "/content/volume";
    for (Endpoint endpoint : bySize.getOrDefault(size(method, counted), List.of())) {
      Optional<SequencedMap<String, String>> values = endpoint.match(path);
      if (values.isPresent() && (found.isEmpty() || values.get().size() < found.get().pathValues().size())) {
        found = Optional.of(new Match(endpoint, values.get()));
      }
    }
    return found;
  }

  private static ApiSchema read() {
    try (InputStream in = ApiSchema.class.getResourceAsStream("api-schema.json")) {
      if (in == null) {
        throw new IllegalStateException("api-schema.json is not beside its class");
      }
      SortedMap<String, Endpoint> endpoints = new TreeMap<>();
      JsonMapper.builder()
          .build()
          .readTree(in)
          .properties()
          .forEach(e -> endpoints.put(e.getKey(), Endpoint.of(e.getKey(), e.getValue())));
      return new ApiSchema(endpoints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
