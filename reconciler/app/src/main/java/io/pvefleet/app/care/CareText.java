package io.pvefleet.app.care;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostCare.Certificate;
import io.pvefleet.app.view.HostCare.Expiry;
import io.pvefleet.app.view.HostCare.Latency;
import io.pvefleet.app.view.HostCare.Pin;
import io.pvefleet.app.view.HostCare.Token;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.VmCare;
import io.pvefleet.app.view.VmRow;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found out of a host as the store keeps it: some 2 KB of JSON and 200 bytes for each VM that anything is known of. The name
 * of a token is in it and its secret is not, since nobody here knows that.
 */
final class CareText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int VERSION = 1;

  private CareText() {}

  /**
   * What was read.
   *
   * @param endpoint that it was found out at
   */
  record Facts(String endpoint, Optional<HostCare> host, Map<Integer, VmCare> vms) {}

  static String write(HostRow row) {
    ObjectNode text = MAPPER.createObjectNode().put("version", VERSION).put("endpoint", row.host().endpoint().toString());
    row.care().ifPresent(care -> write(text.putObject("host"), care));
    ObjectNode vms = text.putObject("vms");
    for (VmRow vm : row.vms()) {
      if (!vm.care().equals(VmCare.NONE)) {
        write(vms.putObject(Integer.toString(vm.ref().vmid())), vm.care());
      }
    }
    return MAPPER.writeValueAsString(text);
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException where another version wrote it, or nobody can read it
   */
  static Facts read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node.path("version").asInt(0) != VERSION) {
        throw new IllegalArgumentException("not of version " + VERSION);
      }
      Map<Integer, VmCare> vms = new HashMap<>();
      node.path("vms").properties().forEach(vm -> vms.put(Integer.valueOf(vm.getKey()), vm(vm.getValue())));
      return new Facts(node.path("endpoint").asString(), part(node, "host").map(CareText::host), vms);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void write(ObjectNode node, HostCare care) {
    node.put("at", care.at().toString());
    ArrayNode findings = node.putArray("findings");
    care.findings().forEach(finding -> findings.addObject()
        .put("step", finding.step()).put("good", finding.isGood()).put("text", finding.text()).put("remedy", finding.remedy()));
    care.latency().ifPresent(latency ->
        node.putObject("latency").put("took", latency.roundTrip().toString()).put("at", latency.at().toString()));
    care.certificate().ifPresent(shown -> node.putObject("certificate")
        .put("subject", shown.subject()).put("issuer", shown.issuer()).put("fingerprint", shown.fingerprint())
        .put("notAfter", shown.notAfter().toString()).put("pin", shown.pin().word()).put("at", shown.at().toString()));
    care.token().ifPresent(token -> {
      ObjectNode told = node.putObject("token").put("name", token.name()).put("at", token.at().toString());
      switch (token.expiry()) {
        case Expiry.Until(Instant end) -> told.put("end", end.toString());
        case Expiry.Unknown(String why) -> told.put("why", why);
        case Expiry.Never() -> {}
      }
    });
  }

  private static HostCare host(JsonNode node) {
    List<Finding> findings = new ArrayList<>();
    node.path("findings").forEach(finding -> findings.add(new Finding(
        word(finding, "step"), finding.path("good").asBoolean(), word(finding, "text"), word(finding, "remedy"))));
    return new HostCare(
        at(node, "at"), findings,
        part(node, "latency").map(latency -> new Latency(Duration.parse(word(latency, "took")), at(latency, "at"))),
        part(node, "certificate").map(CareText::certificate),
        part(node, "token").map(token -> new Token(word(token, "name"), expiry(token), at(token, "at"))));
  }

  private static Certificate certificate(JsonNode node) {
    return new Certificate(
        word(node, "subject"), word(node, "issuer"), word(node, "fingerprint"), at(node, "notAfter"),
        byWord(Pin.values(), Pin::word, node, "pin"), at(node, "at"));
  }

  private static Expiry expiry(JsonNode node) {
    if (node.has("end")) {
      return new Expiry.Until(at(node, "end"));
    }
    return node.has("why") ? new Expiry.Unknown(word(node, "why")) : new Expiry.Never();
  }

  private static void write(ObjectNode node, VmCare care) {
    care.addressesAt().ifPresent(at -> {
      ArrayNode addresses = node.put("addressesAt", at.toString()).putArray("addresses");
      care.addresses().forEach(addresses::add);
    });
    care.changed().ifPresent(changed -> {
      ObjectNode told = node.putObject("changed");
      write(told, changed.by());
      ArrayNode what = told.putArray("what");
      changed.what().forEach(what::add);
    });
    care.powered().ifPresent(powered -> write(node.putObject("powered").put("power", powered.power().word()), powered.by()));
  }

  private static VmCare vm(JsonNode node) {
    List<String> addresses = new ArrayList<>();
    node.path("addresses").forEach(address -> addresses.add(address.asString()));
    return new VmCare(
        addresses, node.has("addressesAt") ? Optional.of(at(node, "addressesAt")) : Optional.empty(),
        part(node, "changed").map(changed -> new VmCare.Changed(by(changed), numbers(changed.path("what")))),
        part(node, "powered").map(powered -> new VmCare.Powered(by(powered), byWord(Power.values(), Power::word, powered, "power"))));
  }

  private static void write(ObjectNode node, ChangedBy by) {
    node.put("lookedAt", by.lookedAt().toString());
    switch (by) {
      case ChangedBy.Known(String user, Instant at, String task, String upid, var _) ->
          node.put("user", user).put("at", at.toString()).put("task", task).put("upid", upid);
      case ChangedBy.Unknown(ChangedBy.Why why, var _) -> node.put("why", why.word());
    }
  }

  private static ChangedBy by(JsonNode node) {
    Instant lookedAt = at(node, "lookedAt");
    return node.has("user")
        ? new ChangedBy.Known(word(node, "user"), at(node, "at"), word(node, "task"), word(node, "upid"), lookedAt)
        : new ChangedBy.Unknown(byWord(ChangedBy.Why.values(), ChangedBy.Why::word, node, "why"), lookedAt);
  }

  private static <T> T byWord(T[] all, Function<T, String> word, JsonNode node, String name) {
    return Stream.of(all).filter(one -> word.apply(one).equals(word(node, name))).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown " + name + " " + word(node, name)));
  }

  private static Set<Integer> numbers(JsonNode list) {
    Set<Integer> numbers = new HashSet<>();
    list.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private static Optional<JsonNode> part(JsonNode node, String name) {
    return node.has(name) ? Optional.of(node.path(name)) : Optional.empty();
  }

  private static String word(JsonNode node, String name) {
    return node.path(name).asString();
  }

  private static Instant at(JsonNode node, String name) {
    return Instant.parse(word(node, name));
  }
}
