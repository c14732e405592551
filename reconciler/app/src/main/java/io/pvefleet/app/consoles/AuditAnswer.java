package io.pvefleet.app.consoles;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the proxy's audit trail: {@code {"rows": [...]}}. Fields that are not known are left alone. */
final class AuditAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AuditAnswer() {}

  /**
   * The rows in the order of the answer.
   *
   * @throws IllegalArgumentException if it is JSON of another form
   */
  static List<ConsoleRow> rows(byte[] json) {
    JsonNode all = JSON.readTree(json).path("rows");
    if (!all.isArray()) {
      throw new IllegalArgumentException("no rows");
    }
    List<ConsoleRow> rows = new ArrayList<>();
    for (JsonNode row : all) {
      rows.add(row(row));
    }
    return rows;
  }

  private static ConsoleRow row(JsonNode row) {
    return new ConsoleRow(
        text(row, "id"),
        text(row, "user"),
        text(row, "from"),
        text(row, "host"),
        row.path("vmid").asInt(0),
        text(row, "guest"),
        text(row, "mode"),
        text(row, "display"),
        row.path("tookOver").asBoolean(false),
        text(row, "upid"),
        moment(row, "opened").orElseThrow(() -> new IllegalArgumentException("a row without opened")),
        row.path("firstFrameMillis").isNumber() ? Optional.of(Duration.ofMillis(row.path("firstFrameMillis").asLong())) : Optional.empty(),
        row.path("bytesToBrowser").asLong(0),
        row.path("keys").asLong(0),
        moment(row, "closed"),
        row.path("closeCode").asInt(0),
        text(row, "closeReason"));
  }

  private static Optional<Instant> moment(JsonNode row, String name) {
    String text = text(row, name);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " is no moment", e);
    }
  }

  private static String text(JsonNode row, String name) {
    return row.path(name).asString("");
  }
}
