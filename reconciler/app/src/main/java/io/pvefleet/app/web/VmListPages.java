package io.pvefleet.app.web;

import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.Page;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.VmQuery;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Params;
import io.pvefleet.app.web.query.Queries;
import io.pvefleet.engine.plan.VmState;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The list of VMs, flat or site by site. */
@Controller
final class VmListPages {
  private static final List<String> FILTERS =
      List.of("q", "host", "site", "role", "state", "power", "tag", "label", "group", "sort", "size", "page");

  /** More sites than this nobody looks through, and a page would be made of them: there their names are typed. */
  private static final int CHOOSABLE = 200;

  private final PageFrame frame;

  VmListPages(PageFrame frame) {
    this.frame = frame;
  }

  @GetMapping("/vms")
  ModelAndView vms(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    VmQuery query = Queries.vms(params);
    Page<VmRow> rows = view.vms(query);
    List<String> labels = params.keySet().stream().filter(Params::isLabel).sorted().toList();
    List<String> known = new ArrayList<>(FILTERS);
    known.addAll(labels);
    ModelAndView page = frame.page("vms", "vms", view, request, locale);
    page.addObject("query", query);
    page.addObject("page", rows);
    page.addObject("branches", query.isBySite() ? view.tree(query, rows).branches() : List.of());
    page.addObject("choosable", view.siteRows().size() <= CHOOSABLE);
    page.addObject("states", VmState.values());
    page.addObject("powers", Power.values());
    page.addObject("roleWords", VmRow.ROLES);
    page.addObject("labels", labels);
    // Of the others the form says what is chosen.
    page.addObject("removable", Stream.concat(Stream.of("host"), labels.stream())
        .filter(name -> !Queries.text(params, name).isEmpty()).toList());
    page.addObject("links", new ListLinks("/vms", known, params, query.sort()));
    return page;
  }
}
