package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.Checkout;
import io.pvefleet.engine.observe.Observed;
import io.pvefleet.engine.observe.VmObservation;
import io.pvefleet.engine.port.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded cases of a real host: what was sent, and what was read back. */
record Corpus(List<Case> cases) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One recorded case. */
  record Case(JsonNode json) {

    String id() {
      return json.path("id").asString();
    }

    String state() {
      return json.path("state").asString();
    }

    boolean succeeded() {
      String exit = json.path("task").path("exitstatus").asString("OK");
      return json.path("response").path("status").asInt() == 200 && (exit.equals("OK") || exit.startsWith("WARNINGS"));
    }

    /** Whether the request writes configuration: create or config. */
    boolean writesConfig() {
      JsonNode request = json.path("request");
      String method = request.path("method").asString();
      String path = request.path("path").asString();
      return request.path("params").isObject()
          && (path.endsWith("/config") && !method.equals("GET") || path.endsWith("/qemu") && method.equals("POST"));
    }

    /** Parameters as text, lists joined as Proxmox does. */
    SequencedMap<String, String> params() {
      SequencedMap<String, String> params = new LinkedHashMap<>();
      json.path("request").path("params").forEachEntry((name, value) -> params.put(name, text(value)));
      return params;
    }

    Optional<VmObservation> after() {
      return observed(json.path("after"));
    }

    /** The VM before the request; only for cases that began with nothing pending. */
    Optional<VmObservation> before() {
      if (!json.path("before").isObject() || !json.path("beforePending").isMissingNode()) {
        return Optional.empty();
      }
      var pending = JSON.createArrayNode();
      json.path("before").forEachEntry((key, value) -> pending.addObject().put("key", key).set("value", value));
      var status = JSON.createObjectNode().put("status", state().equals("running") ? "running" : "stopped");
      return VmReader.observation(json.path("vmid").asInt(), new Answer.Data(pending), status).present();
    }

    private Optional<VmObservation> observed(JsonNode shot) {
      if (!shot.path("pending").isArray()) {
        return Optional.empty();
      }
      Observed<VmObservation> observed =
          VmReader.observation(json.path("vmid").asInt(), new Answer.Data(shot.path("pending")), shot.path("current"));
      return observed.present();
    }

    private static String text(JsonNode value) {
      if (value.isArray()) {
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(text(part)));
        return String.join(",", parts);
      }
      return value.isBoolean() ? (value.booleanValue() ? "1" : "0") : value.asString();
    }

    @Override
    public String toString() {
      return id();
    }
  }

  /** The recorded corpus; empty where it is not beside this checkout. */
  static Optional<Corpus> find() {
    Path file = Checkout.reference().resolve("corpus/config-corpus.jsonl");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return Optional.of(new Corpus(lines.filter(line -> !line.isBlank()).map(line -> new Case(JSON.readTree(line))).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
