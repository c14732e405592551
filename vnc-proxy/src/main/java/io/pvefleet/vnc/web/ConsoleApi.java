package io.pvefleet.vnc.web;

import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.session.Sessions;
import io.pvefleet.vnc.web.ApiModel.Connected;
import io.pvefleet.vnc.web.ApiModel.SessionList;
import io.pvefleet.vnc.web.ApiModel.SessionRow;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Consoles as the proxy's own pages ask for them. */
@RestController
final class ConsoleApi {
  private final Sessions sessions;
  private final Callers callers;

  ConsoleApi(Sessions sessions, Callers callers) {
    this.sessions = sessions;
    this.callers = callers;
  }

  @PostMapping("/api/vnc/connect")
  @ResponseStatus(HttpStatus.CREATED)
  Connected connect(HttpServletRequest request) throws IOException {
    var asker = callers.of(request);
    return Connected.of(sessions.connect(asker, ConnectBody.read(body(request))));
  }

  @PostMapping("/api/vnc/refresh/{id}")
  Connected refresh(@PathVariable String id, HttpServletRequest request) {
    return Connected.of(sessions.refresh(callers.of(request), id));
  }

  @GetMapping("/api/vnc/sessions")
  SessionList sessions(HttpServletRequest request) {
    return new SessionList(sessions.of(callers.of(request).person()).stream().map(SessionRow::of).toList());
  }

  @GetMapping("/api/vnc/sessions/{id}")
  SessionRow session(@PathVariable String id, HttpServletRequest request) {
    return sessions.find(callers.of(request).person(), id)
        .map(SessionRow::of)
        .orElseThrow(() -> new ConsoleRefused(Refusal.UNKNOWN_SESSION, ""));
  }

  @DeleteMapping("/api/vnc/sessions/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end(@PathVariable String id, HttpServletRequest request) {
    sessions.end(callers.of(request), id);
  }

  /** Read by hand: a converter would read a body of any size, and would answer in its own words. */
  private static byte[] body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE)) {
      throw new ConsoleRefused(Refusal.MALFORMED, "media");
    }
    return request.getInputStream().readNBytes(ConnectBody.MAX_BYTES + 1);
  }
}
