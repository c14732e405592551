package io.pvefleet.vnc.page;

import io.pvefleet.vnc.access.AccessRules;
import io.pvefleet.vnc.access.Person;
import io.pvefleet.vnc.access.Verb;
import io.pvefleet.vnc.catalog.Catalog;
import io.pvefleet.vnc.catalog.Catalogs;
import io.pvefleet.vnc.web.People;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The list of consoles that a person may open, and the console's page, which asks for everything itself. */
@Controller
final class ConsolePages {
  /** More is never read, only searched; and 2,000 rows are 60 KiB compressed. */
  private static final int ROWS = 2_000;

  private static final Person NOBODY = new Person("", Set.of());

  private final Catalogs catalogs;
  private final People people;
  private final PageFiles files;

  ConsolePages(Catalogs catalogs, People people, PageFiles files) {
    this.catalogs = catalogs;
    this.people = people;
    this.files = files;
  }

  @GetMapping("/")
  ModelAndView index(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String role,
      @RequestParam(defaultValue = "") String site,
      HttpServletRequest request,
      Locale locale) {
    Optional<Person> person = person(request);
    Catalog catalog = catalogs.inForce();
    Person reader = person.orElse(NOBODY);
    AccessRules rules = catalog.rules();
    List<ConsoleRow> mine =
        catalog.guests().stream()
            .filter(guest -> rules.allows(reader, guest, Verb.VIEW))
            .map(guest -> new ConsoleRow(guest, rules.allows(reader, guest, Verb.CONSOLE)))
            .toList();
    ConsoleQuery query = new ConsoleQuery(q, role, site);
    List<ConsoleRow> found = mine.stream().filter(query::matches).toList();
    ModelAndView page = page("index", request, locale);
    page.addObject("query", query);
    page.addObject("isReady", !catalog.revision().isEmpty());
    page.addObject("total", mine.size());
    page.addObject("found", found.size());
    page.addObject("shown", Math.min(found.size(), ROWS));
    page.addObject("sites", SiteRows.of(found.stream().limit(ROWS).toList()));
    page.addObject("siteChoices", SiteRows.of(mine));
    page.addObject("roles", mine.stream().map(ConsoleRow::role).filter(word -> !word.isEmpty()).distinct().sorted().toList());
    return page;
  }

  /** What links open: the page connects at once and then shows the session in its address. */
  @GetMapping("/console")
  ModelAndView open(
      @RequestParam String host,
      @RequestParam int vmid,
      @RequestParam(defaultValue = "") String display,
      HttpServletRequest request,
      Locale locale) {
    ModelAndView page = console(display.equals("terminal") ? files.terminalModules() : files.screenModules(), request, locale);
    Catalog catalog = catalogs.inForce();
    Person reader = person(request).orElse(NOBODY);
    catalog.guest(host, vmid).filter(guest -> catalog.rules().allows(reader, guest, Verb.VIEW))
        .ifPresent(guest -> page.addObject("row", new ConsoleRow(guest, catalog.rules().allows(reader, guest, Verb.CONSOLE))));
    return page;
  }

  /** What a reload opens. What the session shows is known to the API alone; most show a screen. */
  @GetMapping("/console/{id}")
  ModelAndView goOn(@PathVariable String id, HttpServletRequest request, Locale locale) {
    return console(files.screenModules(), request, locale);
  }

  private ModelAndView console(List<String> modules, HttpServletRequest request, Locale locale) {
    ModelAndView page = page("console", request, locale);
    page.addObject("modules", modules);
    return page;
  }

  private ModelAndView page(String template, HttpServletRequest request, Locale locale) {
    return Page.of(template, request, locale, person(request).map(Person::name), files);
  }

  private Optional<Person> person(HttpServletRequest request) {
    return people.of(request).map(People.Login::person);
  }
}
