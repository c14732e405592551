package io.pvefleet.pve.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes answers byte for byte in the form of pveproxy: its header order, its reason phrases, its empty bodies. */
final class ResponseWriter {

  /** What to do with the connection, as its headers say it. */
  enum Keep {
    CLOSE,
    ALIVE,
    /** Calls that pvedaemon carries out answer with both lines, and the connection stays usable. */
    BOTH
  }

  /** Bodies up to this size are never compressed. */
  private static final int GZIP_OVER = 1024;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final OutputStream out;

  ResponseWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one answer.
   *
   * @param contentType empty for plain text, which Proxmox sends without a type
   */
  void write(String version, int status, String reason, Keep keep, String contentType, byte[] body, Options options)
      throws IOException {
    Encoding encoding = body.length > GZIP_OVER ? options.encoding() : Encoding.IDENTITY;
    byte[] content = encoded(body, encoding);
    String now = DATE.format(options.now());
    StringBuilder head = new StringBuilder(384);
    head.append(version).append(' ').append(status).append(' ').append(firstLine(reason)).append("\r\n");
    head.append("Cache-Control: max-age=0\r\n");
    if (keep != Keep.ALIVE) {
      head.append("Connection: close\r\n");
    }
    if (keep != Keep.CLOSE) {
      head.append("Connection: Keep-Alive\r\n");
    }
    head.append("Date: ").append(now).append("\r\n");
    head.append("Pragma: no-cache\r\n");
    if (!options.location().isEmpty()) {
      head.append("Location: ").append(options.location()).append("\r\n");
    }
    head.append("Server: pve-api-daemon/3.0\r\n");
    if (encoding != Encoding.IDENTITY) {
      head.append("Content-Encoding: ").append(encoding.name().toLowerCase(Locale.ROOT)).append("\r\n");
    }
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    if (!contentType.isEmpty()) {
      head.append("Content-Type: ").append(contentType).append("\r\n");
    }
    head.append("Expires: ").append(now).append("\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + content.length);
    whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    whole.write(content, 0, options.truncated() ? content.length / 2 : content.length);
    out.write(whole.toByteArray());
    out.flush();
  }

  /** How a long body is packed. */
  enum Encoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    /** The packing a client's {@code Accept-Encoding} leads to. */
    static Encoding accepted(String header) {
      return header.contains("gzip") ? GZIP : header.contains("deflate") ? DEFLATE : IDENTITY;
    }
  }

  record Options(Instant now, Encoding encoding, boolean truncated, String location) {
    static Options plain(Instant now) {
      return new Options(now, Encoding.IDENTITY, false, "");
    }
  }

  private static String firstLine(String reason) {
    int end = reason.indexOf('\n');
    return end < 0 ? reason : reason.substring(0, end);
  }

  private static byte[] encoded(byte[] body, Encoding encoding) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 3);
    switch (encoding) {
      case IDENTITY -> {
        return body;
      }
      case GZIP -> {
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
          gzip.write(body);
        }
      }
      case DEFLATE -> {
        try (OutputStream deflate = new DeflaterOutputStream(packed)) {
          deflate.write(body);
        }
      }
    }
    return packed.toByteArray();
  }
}
