package io.pvefleet.vnc.page;

import io.pvefleet.vnc.access.Guest;
import io.pvefleet.vnc.catalog.Catalogs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The API as the pages know it, and nothing behind it but {@link FakeConsoles}. */
@RestController
class FakeApi {
  private final FakeConsoles consoles;
  private final Catalogs catalogs;

  FakeApi(FakeConsoles consoles, Catalogs catalogs) {
    this.consoles = consoles;
    this.catalogs = catalogs;
  }

  @PostMapping("/api/vnc/connect")
  ResponseEntity<?> connect(@RequestBody Map<String, Object> wish, @RequestHeader("X-Pvefleet") String own) {
    return consoles.refusal().<ResponseEntity<?>>map(FakeApi::problem).orElseGet(() -> {
      int vmid = ((Number) wish.get("vmid")).intValue();
      FakeConsoles.Session session =
          consoles.connect(
              String.valueOf(wish.get("host")), vmid, Boolean.TRUE.equals(wish.get("viewOnly")),
              Boolean.TRUE.equals(wish.get("takeOver")), String.valueOf(wish.getOrDefault("display", "screen")));
      return ResponseEntity.status(201).body(grant(session));
    });
  }

  @PostMapping("/api/vnc/refresh/{id}")
  ResponseEntity<?> refresh(@PathVariable String id, @RequestHeader("X-Pvefleet") String own) {
    return consoles.refusal().<ResponseEntity<?>>map(FakeApi::problem)
        .orElseGet(() -> consoles.find(id)
            .<ResponseEntity<?>>map(session -> ResponseEntity.ok(grant(session)))
            .orElseGet(() -> problem(new FakeConsoles.Refusal(404, "PVF-0703", "Not known", "모르는 세션"))));
  }

  @GetMapping("/api/vnc/sessions")
  Map<String, Object> sessions() {
    return Map.of("sessions", consoles.present());
  }

  @DeleteMapping("/api/vnc/sessions/{id}")
  ResponseEntity<Void> end(@PathVariable String id, @RequestHeader("X-Pvefleet") String own) {
    consoles.forget(id);
    return ResponseEntity.noContent().build();
  }

  private Map<String, Object> grant(FakeConsoles.Session session) {
    Guest guest = catalogs.inForce().guest(session.host(), session.vmid()).orElseThrow();
    Map<String, Object> grant = new LinkedHashMap<>();
    grant.put("sessionId", session.id());
    grant.put("url", "/console/" + session.id());
    grant.put("expiresAt", Instant.now().plusSeconds(20).toString());
    grant.put("nonce", consoles.nonce(session.id()));
    grant.put("display", session.display());
    grant.put("host", guest.host());
    grant.put("vmid", guest.vmid());
    grant.put("name", guest.name());
    grant.put("siteName", guest.siteName());
    grant.put("viewOnly", session.isViewOnly());
    grant.put("mayControl", !guest.name().startsWith("backup"));
    grant.put("others", List.of());
    return grant;
  }

  private static ResponseEntity<?> problem(FakeConsoles.Refusal refusal) {
    return ResponseEntity.status(HttpStatus.valueOf(refusal.status()))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(
            Map.of(
                "status", refusal.status(), "code", refusal.code(), "title", refusal.english(),
                "en", Map.of("cause", refusal.english(), "action", "Do something."),
                "ko", Map.of("cause", refusal.korean(), "action", "무언가 하십시오.")));
  }
}
