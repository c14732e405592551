package io.pvefleet.app.web;

import io.pvefleet.app.store.StoreException;
import io.pvefleet.app.web.query.BadQuery;
import io.pvefleet.app.web.query.NoSuchThing;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriUtils;

/** What goes wrong, as a page for people and as {@code application/problem+json} below {@code /api} and for the hook. */
@Controller
@ControllerAdvice
final class ErrorAnswers implements ErrorController {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private final PageFrame frame;

  ErrorAnswers(PageFrame frame) {
    this.frame = frame;
  }

  @ExceptionHandler(NoSuchThing.class)
  Object missing(NoSuchThing missing, HttpServletRequest request, Locale locale) {
    return answer(HttpStatus.NOT_FOUND, "There is no " + missing.getMessage() + ".", request, locale);
  }

  @ExceptionHandler(BadQuery.class)
  Object badQuery(BadQuery bad, HttpServletRequest request, Locale locale) {
    return answer(HttpStatus.BAD_REQUEST, bad.says(), bad.wrong(), request, locale);
  }

  /** What only the store knows cannot be shown while it fails; every other page goes on. */
  @ExceptionHandler(StoreException.class)
  Object noStore(StoreException fault, HttpServletRequest request, Locale locale) {
    return answer(HttpStatus.SERVICE_UNAVAILABLE, fault.code().id() + ": " + fault.getMessage(), request, locale);
  }

  /** Whatever the server itself refuses or fails at: no such path, wrong method, a bug. */
  @RequestMapping("/error")
  Object error(HttpServletRequest request, Locale locale) {
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    if (status == null) {
      status = HttpStatus.NOT_FOUND;
    }
    if (status.is5xxServerError() && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable bug) {
      LOG.atError().setCause(bug).addKeyValue("path", path(request)).log(
          "A page failed; please report this with the lines below");
    }
    return answer(status, isForMachines(path(request)) ? says(status, path(request)) : "", request, locale);
  }

  private static String says(HttpStatus status, String path) {
    return switch (status) {
      case NOT_FOUND -> "There is nothing at " + path + "; /api/openapi.json names what there is.";
      case METHOD_NOT_ALLOWED -> "What is at " + path + " does not take this method.";
      case NOT_ACCEPTABLE -> "What is at " + path + " is not to be had in the form that the Accept header asks for.";
      default -> "";
    };
  }

  private Object answer(HttpStatus status, String detail, HttpServletRequest request, Locale locale) {
    return answer(status, detail, List.of(), request, locale);
  }

  private Object answer(
      HttpStatus status, String detail, List<BadQuery.Wrong> wrong, HttpServletRequest request, Locale locale) {
    if (isForMachines(path(request))) {
      ProblemDetail problem = ProblemDetail.forStatus(status);
      problem.setInstance(URI.create(UriUtils.encodePath(UriUtils.decode(path(request), StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
      if (!detail.isEmpty()) {
        problem.setDetail(detail);
      }
      if (!wrong.isEmpty()) {
        problem.setProperty("errors", wrong);
      }
      return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
    ModelAndView page = frame.page("error", "", frame.view(), request, locale);
    page.setStatus(status);
    page.addObject("status", status.value());
    page.addObject("detail", wrong.isEmpty() ? detail : "");
    page.addObject("wrong", wrong.stream().map(BadQuery.Wrong::sentence).toList());
    return page;
  }

  private static boolean isForMachines(String path) {
    return path.startsWith("/api/") || path.startsWith("/hooks/") || path.startsWith("/actuator");
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
        ? original
        : request.getRequestURI();
  }
}
