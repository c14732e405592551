package io.pvefleet.engine.law;

import io.pvefleet.engine.Checkout;
import io.pvefleet.pve.wire.PveRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The schema that a real host publishes of its own API (Proxmox VE 9.2), against which requests are held: method and path exist, each
 * parameter is known, no required one is missing, and each value is one that the host's parameter check lets through. Knows nothing of
 * the simulator, which has a copy of its own.
 */
final class RealApi {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  /** What a host knows under a name instead of spelling it out; read from its source, one pattern each. */
  private static final Map<String, String> NAMED = Map.ofEntries(
      Map.entry("pve-configid", "[a-zA-Z][a-zA-Z0-9_-]+"),
      Map.entry("pve-configid-list", "[a-zA-Z][a-zA-Z0-9_-]+([,; ][a-zA-Z][a-zA-Z0-9_-]+)*"),
      Map.entry("pve-tag-list", "[A-Za-z0-9_][A-Za-z0-9_.+-]*([,; ][A-Za-z0-9_][A-Za-z0-9_.+-]*)*"),
      Map.entry("pve-hotplug-features", "0|1|(network|disk|cpu|memory|usb|cloudinit)([,; ](network|disk|cpu|memory|usb|cloudinit))*"),
      Map.entry("pve-startup-order", "((order=)?\\d+)?(,?(up|down)=\\d+)*"),
      Map.entry("pve-qm-boot", "(legacy=)?[acdn]{1,4}|order=[a-z]+\\d+(;[a-z]+\\d+)*"),
      Map.entry("pve-qm-ipconfig", "(gw|gw6|ip|ip6)=[^,=]+(,(gw|gw6|ip|ip6)=[^,=]+)*"),
      Map.entry("pve-storage-id", "[A-Za-z][A-Za-z0-9_.-]*[A-Za-z0-9]"),
      Map.entry("pve-poolid", "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}"),
      Map.entry("pve-node", "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"),
      Map.entry("dns-name", "([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"),
      Map.entry("urlencoded", "[-%a-zA-Z0-9_.!~*'()]*"),
      Map.entry("mac-addr", "(?i)[0-9a-f][02468ace](:[0-9a-f]{2}){5}"),
      Map.entry("pve-bridge-id", "[-_.\\w\\d]+"),
      Map.entry("disk-size", "\\d+(\\.\\d+)?[KMGT]?"),
      Map.entry("pve-vmid-list", "\\d+([,; ]\\d+)*"));

  /** An API call with its declared parameters. */
  private record Call(Pattern path, JsonNode parameters) {}

  private final Map<String, List<Call>> calls = new HashMap<>();
  private final Set<String> notJudged = new HashSet<>();

  /** The schema; empty where the reference is not there. */
  static Optional<RealApi> published() {
    Path file = Checkout.reference().resolve("pve-api-schema.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RealApi(JSON.readTree(Files.readString(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RealApi(JsonNode roots) {
    roots.forEach(this::add);
  }

  private void add(JsonNode node) {
    Pattern path = Pattern.compile(node.path("path").asString("").replaceAll("\\{[^}]+}", "[^/]+"));
    node.path("info").forEachEntry((method, info) ->
        calls.computeIfAbsent(method, m -> new ArrayList<>()).add(new Call(path, info.path("parameters"))));
    node.path("children").forEach(this::add);
  }

  /** Formats that are known by name only and that were let through unread. */
  Set<String> notJudged() {
    return Set.copyOf(notJudged);
  }

  /** Why a host would refuse the request; empty where it would not. */
  List<String> refusals(PveRequest request) {
    Optional<Call> call = calls.getOrDefault(request.method().name(), List.of()).stream()
        .filter(candidate -> candidate.path().matcher(request.path()).matches())
        .findFirst();
    if (call.isEmpty()) {
      return List.of("no such call: " + request.method() + " " + request.path());
    }
    JsonNode properties = call.get().parameters().path("properties");
    Map<String, String> sent = new TreeMap<>();
    List<String> refusals = new ArrayList<>();
    request.params().forEach(param -> {
      if (sent.put(param.name(), param.value().shown()) != null) {
        refusals.add(param.name() + " is sent twice");
      }
    });
    sent.forEach((name, value) -> {
      JsonNode schema = property(properties, name);
      if (schema.isMissingNode()) {
        refusals.add(name + ": not in the schema");
      } else if (value.isBlank()) {
        refusals.add(name + ": empty, which a host stores or takes for no check at all");
      } else {
        judge(name, schema, value, refusals);
      }
    });
    properties.forEachEntry((name, schema) -> {
      boolean inPath = name.equals("node") || name.equals("vmid") && request.path().matches(".*/\\d+(/.*)?") || name.equals("upid");
      if (!schema.path("optional").asString("0").equals("1") && !inPath && !sent.containsKey(name)) {
        refusals.add(name + " is missing");
      }
    });
    return refusals;
  }

  /** {@code net0} is declared as {@code net[n]}. */
  private static JsonNode property(JsonNode properties, String name) {
    JsonNode own = properties.path(name);
    return own.isMissingNode() ? properties.path(name.replaceFirst("\\d+$", "[n]")) : own;
  }

  private void judge(String name, JsonNode schema, String value, List<String> refusals) {
    JsonNode format = schema.path("format");
    switch (schema.path("type").asString("string")) {
      case "integer" -> number(name, schema, value, INTEGER, refusals);
      case "number" -> number(name, schema, value, NUMBER, refusals);
      case "boolean" -> check(value.equals("0") || value.equals("1"), name + ": \"" + value + "\" is no boolean", refusals);
      default -> text(name, schema, value, refusals);
    }
    if (format.isObject()) {
      propertyString(name, format, value, refusals);
    } else if (format.isString()) {
      named(name, format.asString(), value, refusals);
    }
  }

  private static void number(String name, JsonNode schema, String value, Pattern pattern, List<String> refusals) {
    if (!pattern.matcher(value).matches()) {
      refusals.add(name + ": \"" + value + "\" is no " + schema.path("type").asString());
      return;
    }
    double number = Double.parseDouble(value);
    check(!schema.has("minimum") || number >= schema.path("minimum").asDouble(), name + ": " + value + " is too small", refusals);
    check(!schema.has("maximum") || number <= schema.path("maximum").asDouble(), name + ": " + value + " is too large", refusals);
  }

  private static void text(String name, JsonNode schema, String value, List<String> refusals) {
    if (schema.has("enum")) {
      boolean isOne = schema.path("enum").valueStream().anyMatch(word -> word.asString().equals(value));
      check(isOne, name + ": \"" + value + "\" is none of " + schema.path("enum"), refusals);
    }
    int length = value.codePointCount(0, value.length());
    check(!schema.has("maxLength") || length <= schema.path("maxLength").asInt(), name + ": too long", refusals);
    if (schema.has("pattern")) {
      boolean matches = Pattern.compile(java(schema.path("pattern").asString())).matcher(value).find();
      check(matches, name + ": \"" + value + "\" does not match", refusals);
    }
  }

  /** Perl prints a compiled pattern as {@code (?^i:...)}: the flags of its own and no others. */
  private static String java(String perl) {
    return perl.replaceAll("\\(\\?\\^([a-z]*):", "(?$1:");
  }

  private void named(String name, String format, String value, List<String> refusals) {
    if (!NAMED.containsKey(format)) {
      notJudged.add(format);
    } else {
      check(value.matches(NAMED.get(format)), name + ": \"" + value + "\" is no " + format, refusals);
    }
  }

  /** {@code key=value} pairs, at most one of them bare. */
  private void propertyString(String name, JsonNode format, String value, List<String> refusals) {
    Map<String, String> pairs = new TreeMap<>();
    for (String part : value.split(",")) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? defaultKey(format) : part.substring(0, equals);
      String text = part.substring(equals + 1);
      JsonNode own = format.path(key);
      if (own.isMissingNode()) {
        refusals.add(name + "." + key + ": not in the schema");
        continue;
      }
      if (own.has("keyAlias")) {
        pairs.put(own.path("keyAlias").asString(), key);
      }
      String resolved = own.path("alias").asString(key);
      check(pairs.put(resolved, text) == null, name + "." + resolved + " is given twice", refusals);
      judge(name + "." + resolved, format.path(resolved), text.isEmpty() ? " " : booleans(format.path(resolved), text), refusals);
    }
    format.forEachEntry((key, own) -> {
      boolean isRequired = own.has("type") && !own.path("optional").asString("0").equals("1");
      check(!isRequired || pairs.containsKey(key), name + "." + key + " is missing", refusals);
    });
  }

  /** Within a property string a host also takes words for booleans. */
  private static String booleans(JsonNode schema, String text) {
    return !schema.path("type").asString("").equals("boolean") ? text
        : text.matches("(?i)1|on|yes|true") ? "1" : text.matches("(?i)0|off|no|false") ? "0" : text;
  }

  private static String defaultKey(JsonNode format) {
    return format.propertyStream()
        .filter(property -> property.getValue().path("default_key").asString("0").equals("1"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("(none)");
  }

  private static void check(boolean holds, String refusal, List<String> refusals) {
    if (!holds) {
      refusals.add(refusal);
    }
  }
}
