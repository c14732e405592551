package io.pvefleet.app.notify;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** News and letters as the store keeps them. */
final class Codec {
  private static final Logger LOG = LoggerFactory.getLogger(Codec.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Codec() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Empty where another version wrote it; it is then told nobody. */
  static <T> Optional<T> read(String json, Class<T> type) {
    try {
      return Optional.of(MAPPER.readValue(json, type));
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("type", type.getSimpleName()).log("Stored news cannot be read and is left out");
      return Optional.empty();
    }
  }
}
