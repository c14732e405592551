package io.pvefleet.pve.simulator.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Request line and header lines of one HTTP request.
 *
 * @param headers by lower-case name; of a repeated one the last
 */
record RequestHead(String method, String target, String version, Map<String, String> headers) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The target up to the question mark, as sent. */
  String rawPath() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  String rawQuery() {
    int question = target.indexOf('?');
    return question < 0 ? "" : target.substring(question + 1);
  }

  /** Length of the body, -1 where it is no number. */
  long contentLength() {
    String text = header("content-length").orElse("0").strip();
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
  }

  static RequestHead parse(String line, Iterable<String> headerLines) throws MalformedRequest {
    String[] parts = line.split(" ");
    if (parts.length != 3) {
      throw new MalformedRequest(400, "bad request");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String header : headerLines) {
      int colon = header.indexOf(':');
      if (colon <= 0) {
        throw new MalformedRequest(506, "unable to parse request header");
      }
      headers.put(header.substring(0, colon).strip().toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    return new RequestHead(parts[0], parts[1], parts[2], headers);
  }

  /** A request that is refused before it is understood. */
  static final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1;
    final int status;

    MalformedRequest(int status, String message) {
      super(message);
      this.status = status;
    }
  }
}
