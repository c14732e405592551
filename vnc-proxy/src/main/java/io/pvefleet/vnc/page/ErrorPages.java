package io.pvefleet.vnc.page;

import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.web.People;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What the server itself refuses or fails at, as a page for people: no such page, no right, a bug. */
@Controller
final class ErrorPages implements ErrorController {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);

  /** Those that have a sentence of their own. */
  private static final Set<Integer> EXPLAINED = Set.of(400, 401, 403, 404, 405, 500, 503);

  private final People people;
  private final PageFiles files;

  ErrorPages(People people, PageFiles files) {
    this.people = people;
    this.files = files;
  }

  @RequestMapping("/error")
  Object error(HttpServletRequest request, Locale locale) {
    HttpStatus status = status(request);
    if (status.is5xxServerError() && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable bug) {
      LOG.atError().setCause(bug).addKeyValue("path", path(request)).log(
          "A page failed; please report this with the lines below");
    }
    if (path(request).startsWith("/api/") || path(request).startsWith("/actuator")) {
      return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(ProblemDetail.forStatus(status));
    }
    ModelAndView page = Page.of("error", request, locale, people.of(request).map(People.Login::person).map(Person::name), files);
    page.setStatus(status);
    page.addObject("status", status.value());
    page.addObject("key", EXPLAINED.contains(status.value()) ? String.valueOf(status.value()) : "other");
    return page;
  }

  private static HttpStatus status(HttpServletRequest request) {
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer number ? HttpStatus.resolve(number) : null;
    return status == null ? HttpStatus.NOT_FOUND : status;
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }
}
