package io.pvefleet.pve.simulator;

import io.pvefleet.pve.simulator.http.DecodedBody;
import io.pvefleet.pve.simulator.world.schema.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One line of the recorded corpus: what a real host did with one request. */
record CorpusCase(JsonNode line) {

  private static final Pattern VMID = Pattern.compile("/qemu/(\\d+)(?:/.*)?");

  static List<CorpusCase> load(Path file) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    List<CorpusCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      cases.add(new CorpusCase(json.readTree(line)));
    }
    return cases;
  }

  String id() {
    return line.path("id").asString();
  }

  String area() {
    return line.path("area").asString();
  }

  String identity() {
    return line.path("identity").asString();
  }

  String method() {
    return line.path("request").path("method").asString();
  }

  /** Path below {@code /api2/json}, without a closing slash, which pveproxy drops. */
  String path() {
    String path = line.path("request").path("path").asString().substring("/api2/json".length());
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** The machine that {@code before} shows: of a clone the source, else the one that is observed. */
  int vmid() {
    Matcher m = VMID.matcher(path());
    return path().endsWith("/clone") && m.find() ? Integer.parseInt(m.group(1)) : observed();
  }

  /** The machine that {@code after} shows. */
  int observed() {
    return line.path("vmid").asInt();
  }

  /** Whether HTTP itself decided, before any rule of the API was asked. */
  boolean isDecidedByHttp() {
    JsonNode body = line.path("response").path("body");
    return body.has("_raw") || body.isNull() && line.path("response").path("status").asInt() != 401;
  }

  Set<String> volatilePaths() {
    Set<String> paths = new TreeSet<>();
    line.path("volatile").forEach(path -> paths.add(path.asString()));
    return paths;
  }

  /** Parameters as the API sees them; a digest read before the request is the one that {@code own} has here. */
  SequencedMap<String, Sent> params(Optional<String> own) {
    JsonNode request = line.path("request");
    boolean json = request.path("encoding").asString().equals("json");
    if (request.hasNonNull("raw")) {
      String raw = request.path("raw").asString();
      return json ? DecodedBody.json(raw) : DecodedBody.form(raw);
    }
    SequencedMap<String, Sent> params = new LinkedHashMap<>();
    if (json) {
      params.putAll(DecodedBody.json(request.path("params").toString()));
    } else {
      request.path("params").properties().forEach(p -> params.put(p.getKey(), sent(p.getValue())));
    }
    String read = line.path("before").path("digest").asString("");
    own.ifPresent(digest -> params.computeIfPresent("digest", (name, value) -> {
      String text = value instanceof Sent.Scalar(String scalar) ? scalar : "";
      if (!text.equalsIgnoreCase(read) || read.isEmpty()) {
        return value;
      }
      return Sent.of(text.equals(read) ? digest : digest.toUpperCase(Locale.ROOT));
    }));
    return params;
  }

  private static Sent sent(JsonNode value) {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(item -> texts.add(item.asString()));
      return new Sent.Array(texts);
    }
    return Sent.of(value.asString());
  }
}
