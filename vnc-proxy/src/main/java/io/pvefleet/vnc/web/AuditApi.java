package io.pvefleet.vnc.web;

import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.audit.AuditTrail;
import io.pvefleet.vnc.audit.ConsoleRecord;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.Catalogs;
import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import io.pvefleet.vnc.settings.ProxySettings;
import io.pvefleet.vnc.web.ApiModel.AuditRow;
import io.pvefleet.vnc.web.ApiModel.AuditRows;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The audit trail: all of it for a program with the audit token; for a person, the own rows and those of guests whose console the
 * person may use.
 */
@RestController
final class AuditApi {
  private static final int MAX_ROWS = 1000;
  private static final int DEFAULT_ROWS = 100;
  private static final String BEARER = "Bearer ";

  private final AuditTrail audit;
  private final Catalogs catalogs;
  private final Callers callers;
  private final Secrets secrets;
  private final Optional<String> tokenRef;

  AuditApi(AuditTrail audit, Catalogs catalogs, Callers callers, Secrets secrets, ProxySettings settings) {
    this.audit = audit;
    this.catalogs = catalogs;
    this.callers = callers;
    this.secrets = secrets;
    this.tokenRef = settings.auditTokenRef();
  }

  @GetMapping("/api/vnc/audit")
  AuditRows rows(
      @RequestParam(defaultValue = "") String host, @RequestParam(defaultValue = "") String vmid,
      @RequestParam(defaultValue = "") String user, @RequestParam(defaultValue = "false") String open,
      @RequestParam(defaultValue = "") String limit, HttpServletRequest request) {
    int count = limit.isEmpty() ? DEFAULT_ROWS : number("limit", limit, 1, MAX_ROWS);
    AuditTrail.Query query =
        new AuditTrail.Query(
            host, vmid.isEmpty() ? Optional.empty() : Optional.of(number("vmid", vmid, 1, 999_999_999)), user, isTrue(open));
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.startsWith(BEARER)) {
      requireToken(authorization.substring(BEARER.length()));
      return answer(audit.latest(query, count));
    }
    Predicate<ConsoleRecord> mayRead = mayRead(callers.of(request).person());
    List<ConsoleRecord> all = audit.latest(query, MAX_ROWS);
    return answer(all.stream().filter(mayRead).limit(count).toList());
  }

  private static AuditRows answer(List<ConsoleRecord> rows) {
    return new AuditRows(rows.stream().map(AuditRow::of).toList());
  }

  private Predicate<ConsoleRecord> mayRead(Person person) {
    Catalog catalog = catalogs.inForce();
    return row ->
        row.user().equals(person.name())
            || catalog.guest(row.host(), row.vmid())
                .filter(guest -> catalog.rules().allows(person, guest, Verb.CONSOLE))
                .isPresent();
  }

  /** The token is read anew each time, so that a changed one counts at once. */
  private void requireToken(String shown) {
    boolean isRight;
    try {
      isRight = tokenRef.map(ref -> isSame(secrets.read(ref), shown)).orElse(false);
    } catch (SecretException e) {
      isRight = false;
    }
    if (!isRight) {
      throw new ConsoleRefused(Refusal.NOT_ADMITTED, "token");
    }
  }

  private static boolean isSame(String expected, String shown) {
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new ConsoleRefused(Refusal.MALFORMED, "value", "open", "true, false");
    };
  }

  private static int number(String name, String value, int from, int to) {
    if (value.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(value);
      if (number >= from && number <= to) {
        return number;
      }
    }
    throw new ConsoleRefused(Refusal.MALFORMED, "value", name, from + " - " + to);
  }
}
