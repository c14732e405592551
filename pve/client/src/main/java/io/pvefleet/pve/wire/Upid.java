package io.pvefleet.pve.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Unique process id: how Proxmox names a task, {@code UPID:node:pid:pstart:starttime:type:id:user:}. Source:
 * pve-common {@code PVE/UPID.pm}; the start ticks grow to nine digits after 497 days of uptime, the id may be empty.
 *
 * @param text the whole text with its closing colon; part of the identity
 * @param startTime start in the host's clock, whole seconds
 * @param type task type, for example {@code qmcreate}
 * @param id what the task is about, often a vmid; {@code qmclone} carries the source's
 * @param user who started it, {@code user@realm} or {@code user@realm!token}
 */
public record Upid(String text, String node, Instant startTime, String type, String id, String user) {

  private static final Pattern FORM =
      Pattern.compile("UPID:([^:\\s/]+):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:([0-9A-Fa-f]{8}):([^:\\s/]+):([^:\\s]*):([^:\\s]+):");

  /** Reads a UPID; empty where the text is none. */
  public static Optional<Upid> parse(String text) {
    Matcher m = FORM.matcher(text);
    return m.matches()
        ? Optional.of(
            new Upid(text, m.group(1), Instant.ofEpochSecond(Long.parseLong(m.group(2), 16)), m.group(3), m.group(4), m.group(5)))
        : Optional.empty();
  }

  /** The UPID as one segment of a URL path, every reserved character percent-encoded. */
  public String pathSegment() {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
