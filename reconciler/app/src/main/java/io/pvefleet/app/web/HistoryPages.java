package io.pvefleet.app.web;

import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.RunSearch;
import io.pvefleet.app.store.Runs;
import io.pvefleet.app.view.EventKind;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.web.query.ListLinks;
import io.pvefleet.app.web.query.Params;
import io.pvefleet.app.web.query.Past;
import io.pvefleet.app.web.query.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The pages of what was: runs and events. */
@Controller
final class HistoryPages {
  /** Commits that are summed up; what was before them is in the runs themselves. */
  private static final int COMMITS = 30;

  private final PageFrame frame;
  private final Past past;

  HistoryPages(PageFrame frame, Past past) {
    this.frame = frame;
    this.past = past;
  }

  @GetMapping("/runs")
  ModelAndView runs(@RequestParam Map<String, String> given, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("runs", "runs", view, request, locale);
    Params params = new Params(given);
    String by = params.word("by", List.of("commit"));
    params.check();
    page.addObject("by", by);
    page.addObject("links", new ListLinks(
        "/runs", List.of("by", "host", "result", "trigger", "commit", "since", "size", "before"), given, ""));
    page.addObject("triggers", Runs.Trigger.values());
    page.addObject("ends", RunSearch.End.values());
    page.addObject("authors", past.authors());
    if (!by.isEmpty()) {
      page.addObject("sums", past.sums(COMMITS));
      return page;
    }
    Slice<Runs.Run> runs = past.runs(given, view.settings().timeZone());
    Map<Long, List<RunSheet.Reason>> reasons = new HashMap<>();
    runs.rows().stream().filter(run -> run.counts().all() + run.counts().held() > run.counts().succeeded())
        .forEach(run -> reasons.put(run.id(), RunSheet.reasons(past.changes(run.id()), past.held(run.id()))));
    page.addObject("page", runs);
    page.addObject("reasons", reasons);
    page.addObject("sums", view.source().inForce().flatMap(commit -> past.sum(commit.id())).stream().toList());
    return page;
  }

  @GetMapping("/runs/{id}")
  ModelAndView run(@PathVariable String id, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    Past.RunDetail detail = past.run(id);
    ModelAndView page = frame.page("run", "runs", view, request, locale);
    Map<Long, List<RunSheet.StepLine>> steps = new HashMap<>();
    detail.changes().forEach(change -> steps.put(change.change().id(), RunSheet.steps(change.journal())));
    page.addObject("run", detail.run());
    page.addObject("changes", detail.changes());
    page.addObject("steps", steps);
    page.addObject("held", past.held(detail.run().id()));
    page.addObject("author", past.author(detail.run().revision()));
    page.addObject("zone", view.zone(detail.run().scope()));
    return page;
  }

  @GetMapping("/events")
  ModelAndView events(@RequestParam Map<String, String> params, HttpServletRequest request, Locale locale) {
    FleetView view = frame.view();
    ModelAndView page = frame.page("events", "events", view, request, locale);
    page.addObject("page", past.events(params, view));
    page.addObject("kinds", EventKind.values());
    page.addObject("severities", EventLog.Severity.values());
    page.addObject("sites", view.sites());
    page.addObject("links", new ListLinks(
        "/events", List.of("q", "kind", "severity", "site", "host", "vmid", "since", "until", "size", "before"), params, ""));
    return page;
  }
}
