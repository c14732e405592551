package io.pvefleet.app.web.api;

import io.pvefleet.app.web.query.BadQuery;
import io.pvefleet.app.web.query.Params;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Refuses parameters that the description does not name, or that are there twice: a filter with a slip in its name would give the
 * whole list, and of two only one would count, which a program takes for the answer.
 */
final class KnownParams implements HandlerInterceptor {
  /** By path, the schema of each parameter by its name. */
  private final Map<String, SortedMap<String, JsonNode>> known = new HashMap<>();

  KnownParams() {
    try (InputStream in = Objects.requireNonNull(KnownParams.class.getResourceAsStream("/openapi.json"))) {
      JsonNode paths = JsonMapper.builder().build().readTree(in).get("paths");
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        SortedMap<String, JsonNode> schemas = new TreeMap<>();
        path.getValue().path("get").path("parameters").forEach(
            parameter -> {
              if (parameter.get("in").asString().equals("query")) {
                schemas.put(parameter.get("name").asString(), parameter.get("schema"));
              }
            });
        known.put(path.getKey(), schemas);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    SortedMap<String, JsonNode> schemas = known.get(String.valueOf(pattern));
    if (schemas != null) {
      List<BadQuery.Wrong> wrong = new ArrayList<>();
      request.getParameterMap().keySet().stream().sorted().forEach(name -> {
        if (!schemas.containsKey(name) && !(Params.isLabel(name) && schemas.containsKey("label"))) {
          wrong.add(new BadQuery.Wrong(
              name, schemas.isEmpty() ? "is not known here" : "is none of " + String.join(", ", schemas.keySet())));
        } else if (request.getParameterValues(name).length > 1) {
          wrong.add(new BadQuery.Wrong(name, "is there more than once"));
        }
      });
      if (!wrong.isEmpty()) {
        wrong.addAll(values(request, schemas));
        throw new BadQuery(wrong);
      }
    }
    return true;
  }

  /** What is wrong with the values: whoever is answered 400 learns all of it at once. Where the names are good, the query says so. */
  private static List<BadQuery.Wrong> values(HttpServletRequest request, SortedMap<String, JsonNode> schemas) {
    Map<String, String> given = new HashMap<>();
    request.getParameterMap().forEach((name, values) -> given.put(name, values[0]));
    Params params = new Params(given);
    schemas.forEach((name, schema) -> {
      List<String> words = schema.path("enum").valueStream().map(JsonNode::asString).toList();
      switch (name) {
        case "since" -> params.since(ZoneOffset.UTC);
        case "until" -> params.until(ZoneOffset.UTC);
        case "before" -> params.before();
        case "label" -> params.labels();
        case "sort" -> params.sort(words.stream().filter(word -> !word.startsWith("-")).toList());
        default -> {
          if (!words.isEmpty()) {
            params.word(name, words);
          } else if (schema.path("type").asString("").equals("integer")) {
            params.number(name, 1);
          } else {
            params.text(name);
          }
        }
      }
    });
    return params.wrong();
  }
}
