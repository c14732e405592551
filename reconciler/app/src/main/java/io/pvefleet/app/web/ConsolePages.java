package io.pvefleet.app.web;

import io.pvefleet.app.consoles.ConsoleRow;
import io.pvefleet.app.consoles.ConsoleView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** Who has or had which console: the page and the JSON of the same. */
@Controller
final class ConsolePages {
  private final PageFrame frame;

  ConsolePages(PageFrame frame) {
    this.frame = frame;
  }

  @GetMapping("/consoles")
  ModelAndView consoles(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    ModelAndView page = frame.page("consoles", "consoles", frame.view(), request, locale);
    // The frame's view and the rows must be of one moment.
    ConsoleView view = (ConsoleView) page.getModel().get("consoles");
    List<ConsoleRow> rows = view == null ? List.of() : select(view, params);
    page.addObject("rows", rows.stream().limit(Slice.SIZE).toList());
    page.addObject("openCount", rows.stream().filter(ConsoleRow::isOpen).count());
    page.addObject("filtered", List.of("host", "user", "vmid").stream().anyMatch(name -> !Queries.text(params, name).isEmpty()));
    page.addObject("links", new ListLinks("/consoles", List.of("host", "user", "vmid"), params, ""));
    return page;
  }

  @GetMapping(value = "/api/v1/consoles", produces = MediaType.APPLICATION_JSON_VALUE)
  @ResponseBody
  ApiModel.Consoles list(@RequestParam Map<String, String> params) {
    ConsoleView view = frame.consoles();
    int size = Queries.size(params, Slice.SIZE);
    return ApiModel.Consoles.of(view, select(view, params).stream().limit(size).toList());
  }

  /** Open sessions first: they are what can still be acted upon. */
  private static List<ConsoleRow> select(ConsoleView view, Map<String, String> params) {
    String host = Queries.text(params, "host");
    String user = Queries.text(params, "user");
    int vmid = Queries.text(params, "vmid").isEmpty() ? 0 : Queries.number(params, "vmid", 1);
    return view.rows().stream()
        .filter(row -> host.isEmpty() || row.host().equals(host))
        .filter(row -> user.isEmpty() || row.user().equals(user))
        .filter(row -> vmid == 0 || row.vmid() == vmid)
        .sorted(java.util.Comparator.comparing(ConsoleRow::isOpen).reversed())
        .toList();
  }
}
