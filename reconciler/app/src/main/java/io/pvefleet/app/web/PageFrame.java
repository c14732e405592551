package io.pvefleet.app.web;

import io.pvefleet.app.consoles.ConsoleBoard;
import io.pvefleet.app.consoles.ConsoleView;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.AlertDesk;
import io.pvefleet.app.web.query.GitWeb;
import io.pvefleet.app.web.live.LiveFeed;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.process.page.Assets;
import io.pvefleet.process.page.Preferences;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.context.MessageSource;

/** What every page has around its own content, and the one moment that all of it is of. */
final class PageFrame {
  private static final List<String> SECTIONS = List.of("fleet", "hosts", "vms", "drift", "alerts", "runs", "events", "schedules");
  private static final List<String> WITH_CONSOLES =
      List.of("fleet", "hosts", "vms", "drift", "alerts", "runs", "events", "consoles", "schedules");

  /** The template of the parts of a page that change, and the parameter that asks for them alone. */
  private static final String FRAGMENT = "live";

  private static final String FRAGMENT_PARAM = "fragment";

  private final FleetBoard board;
  private final ConsoleBoard consoles;
  private final LiveFeed live;
  private final AlertDesk alerts;
  private final MessageSource messages;
  private final GitWeb git;
  private final Assets assets = new Assets("pvefleet.css", "pvefleet.js", "live.js", "copy.js", "icon.svg");

  PageFrame(
      FleetBoard board, ConsoleBoard consoles, AlertDesk alerts, LiveFeed live, MessageSource messages, GitWeb git) {
    this.board = board;
    this.live = live;
    this.consoles = consoles;
    this.alerts = alerts;
    this.messages = messages;
    this.git = git;
  }

  /** What is known of consoles now. */
  ConsoleView consoles() {
    return consoles.view();
  }

  FleetView view() {
    return board.view();
  }

  /**
   * The frame of a page, to which its own content is added under names that the frame does not use.
   *
   * @param section which entry of the navigation the page belongs to; empty for none
   */
  FramedPage page(String template, String section, FleetView view, HttpServletRequest request, Locale locale) {
    FramedPage page = new FramedPage(isFragment(request) ? FRAGMENT : template);
    page.addObject("inner", template);
    page.addObject("live", live.position());
    page.addObject("watch", LiveSubjects.of(request.getRequestURI()));
    page.addObject("view", view);
    page.addObject("consoles", consoles.view());
    page.addObject("alerts", alerts.now(view));
    page.addObject("ui", new PageText(messages, locale, view.now(), view.settings().timeZone()));
    page.addObject("git", git);
    page.addObject("assets", assets);
    page.addObject("theme", Preferences.theme(request));
    page.addObject("section", section);
    page.addObject("sections", consoles.view().isOffered() ? WITH_CONSOLES : SECTIONS);
    page.addObject("here", new ListLinks(request.getRequestURI(), List.copyOf(known(request)), single(request), ""));
    return page;
  }

  /** Whether only the parts of the page that change are asked for: what a script merges into the page that it has. */
  static boolean isFragment(HttpServletRequest request) {
    return FRAGMENT.equals(request.getParameter(FRAGMENT_PARAM));
  }

  private static Set<String> known(HttpServletRequest request) {
    Set<String> names = new TreeSet<>(request.getParameterMap().keySet());
    names.remove("lang");
    names.remove("theme");
    names.remove(FRAGMENT_PARAM);
    return names;
  }

  private static Map<String, String> single(HttpServletRequest request) {
    Map<String, String> values = new TreeMap<>();
    request.getParameterMap().forEach((name, all) -> values.put(name, all[0]));
    return values;
  }
}
