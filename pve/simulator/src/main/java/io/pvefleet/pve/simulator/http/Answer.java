package io.pvefleet.pve.simulator.http;

import io.pvefleet.pve.simulator.world.Reply;
import java.nio.charset.StandardCharsets;

/**
 * A reply in the form in which it goes over the wire.
 *
 * @param contentType empty for plain text and for nothing
 * @param truncated whether only half of the body is sent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; lives for one write
record Answer(int status, String reason, String contentType, byte[] body, boolean forwarded, boolean truncated) {

  /** A status line alone. */
  static Answer bare(int status, String reason) {
    return new Answer(status, reason, "", new byte[0], false, false);
  }

  /** A status line and the same text as body. */
  static Answer text(int status, String reason) {
    return new Answer(status, reason, "", reason.getBytes(StandardCharsets.UTF_8), false, false);
  }

  /** A page of something that is not Proxmox. */
  static Answer page() {
    byte[] html = "<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>".getBytes(StandardCharsets.UTF_8);
    return new Answer(200, "OK", "text/html", html, false, false);
  }

  /** An answer in form, of more data than any call of Proxmox gives. */
  static Answer oversized(int bytes) {
    byte[] json = ("{\"data\":\"" + "x".repeat(bytes) + "\"}").getBytes(StandardCharsets.UTF_8);
    return new Answer(200, "OK", "application/json;charset=UTF-8", json, false, false);
  }

  static Answer of(Reply reply, ApiPath path) {
    String json = "application/json;charset=UTF-8";
    return path.isExtjs()
        ? new Answer(200, "OK", json, ReplyFormat.extjs(reply), reply.forwarded(), false)
        : new Answer(
            reply.status(), reply.isSuccess() ? "OK" : reply.message(), json, ReplyFormat.json(reply), reply.forwarded(), false);
  }

  Answer cut() {
    return new Answer(status, reason, contentType, body, forwarded, true);
  }
}
