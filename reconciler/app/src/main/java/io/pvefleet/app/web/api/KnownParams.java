package io.pvefleet.app.web.api;

import io.pvefleet.app.web.query.BadQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses parameters that the description does not name: a filter with a slip in its name would give the whole list, which a
 * program takes for the answer.
 */
final class KnownParams implements HandlerInterceptor {
  private final Map<String, Set<String>> known = new HashMap<>();

  KnownParams() {
    try (InputStream in = Objects.requireNonNull(KnownParams.class.getResourceAsStream("/openapi.json"))) {
      JsonNode paths = JsonMapper.builder().build().readTree(in).get("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        Set<String> names = new TreeSet<>();
        path.getValue().path("get").path("parameters").forEach(
            parameter -> {
              if (parameter.get("in").asString().equals("query")) {
                names.add(parameter.get("name").asString());
              }
            });
        known.put(path.getKey(), names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    Set<String> names = known.get(String.valueOf(pattern));
    if (names != null) {
      List<BadQuery.Wrong> wrong =
          request.getParameterMap().keySet().stream()
              .filter(name -> !names.contains(name))
              .sorted()
              .map(name -> new BadQuery.Wrong(name, names.isEmpty() ? "is not known here" : "is none of " + String.join(", ", names)))
              .toList();
      if (!wrong.isEmpty()) {
        throw new BadQuery(wrong);
      }
    }
    return true;
  }
}
