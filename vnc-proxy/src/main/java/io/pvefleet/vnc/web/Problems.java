package io.pvefleet.vnc.web;

import io.pvefleet.vnc.session.ConsoleRefused;
import io.pvefleet.vnc.session.Refusal;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What goes wrong in the API, as an answer. */
@RestControllerAdvice(assignableTypes = {ConsoleApi.class, AuditApi.class})
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler(ConsoleRefused.class)
  ResponseEntity<Problem> refused(ConsoleRefused refused, Locale locale) {
    if (refused.refusal() == Refusal.BUG) {
      LOG.atError().setCause(refused).log("The console proxy failed; please report this with the lines below");
    }
    return Problem.of(refused, locale).answer();
  }

  @ExceptionHandler(RuntimeException.class)
  ResponseEntity<Problem> bug(RuntimeException bug, Locale locale) {
    return refused(ConsoleRefused.bug(bug), locale);
  }
}
