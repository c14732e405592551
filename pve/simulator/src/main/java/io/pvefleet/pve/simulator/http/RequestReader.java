package io.pvefleet.pve.simulator.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads requests from one connection, with the limits of pveproxy. */
final class RequestReader {

  /** Observed: 62 header lines pass, 72 do not; {@code AnyEvent.pm} allows about 8 KiB of them. */
  private static final int MAX_HEADER_LINES = 62;

  private static final int MAX_HEADER_BYTES = 8 * 1024;
  /** Request lines of 20,000 characters were answered; this only bounds our own memory. */
  private static final int MAX_REQUEST_LINE = 64 * 1024;

  private final BufferedInputStream in;

  RequestReader(InputStream in) {
    this.in = new BufferedInputStream(in, 2048);
  }

  /** More header than Proxmox reads: it answers nothing at all. */
  static final class HeaderTooLarge extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** The next request's head, or empty when the client closed the connection. */
  Optional<RequestHead> head() throws IOException, HeaderTooLarge, RequestHead.MalformedRequest {
    String first = line(MAX_REQUEST_LINE);
    while (first != null && first.isEmpty()) {
      first = line(MAX_REQUEST_LINE); // tolerated between requests, as RFC 9112 asks
    }
    if (first == null) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>();
    int bytes = 0;
    while (true) {
      String header = line(MAX_HEADER_BYTES);
      if (header == null) {
        return Optional.empty();
      }
      if (header.isEmpty()) {
        return Optional.of(RequestHead.parse(first, headers));
      }
      headers.add(header);
      bytes += header.length() + 2;
      if (headers.size() > MAX_HEADER_LINES || bytes > MAX_HEADER_BYTES) {
        throw new HeaderTooLarge();
      }
    }
  }

  byte[] body(int length) throws IOException {
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("client closed in the middle of a body");
    }
    return body;
  }

  /** Everything that comes after what was read so far. */
  InputStream rest() {
    return in;
  }

  private @Nullable String line(int limit) throws IOException, HeaderTooLarge {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[256];
    int used = 0;
    while (true) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      if (b == '\n') {
        break;
      }
      if (used == buffer.length) {
        text.append(new String(buffer, 0, used, StandardCharsets.ISO_8859_1));
        used = 0;
        if (text.length() > limit) {
          throw new HeaderTooLarge();
        }
      }
      buffer[used++] = (byte) b;
    }
    text.append(new String(buffer, 0, used, StandardCharsets.ISO_8859_1));
    int end = text.length();
    return end > 0 && text.charAt(end - 1) == '\r' ? text.substring(0, end - 1) : text.toString();
  }
}
