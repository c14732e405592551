package io.pvefleet.engine.render;

import io.pvefleet.engine.observe.Reach;
import io.pvefleet.engine.plan.AttributeChange;
import io.pvefleet.engine.plan.Change;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import io.pvefleet.engine.plan.PlanSummary;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.engine.plan.VmState;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as a comment on a pull request: the figures first, then a section for each host, never longer than a comment may be. */
public final class PlanMarkdown {

  /** GitHub refuses a comment of more than 65,536 characters; the rest is for the note that says what was left out. */
  private static final int LIMIT = 60_000;

  private static final int UNREACHABLE = 40;

  private PlanMarkdown() {}

  /** The plan as GitHub-flavoured Markdown. */
  public static String render(FleetPlan plan) {
    StringBuilder out = new StringBuilder();
    out.append("### pvefleet plan\n\n**").append(Wording.summary(PlanSummary.of(plan))).append("**\n");
    plan.holds().forEach(hold -> out.append("\n> **Nothing is applied.** ").append(text(hold)).append('\n'));
    unreachable(plan, out);
    List<HostPlan> shown =
        plan.hosts().stream().filter(host -> host.changes().stream().anyMatch(PlanMarkdown::isShown)).toList();
    int written = 0;
    for (HostPlan host : shown) {
      String section = section(host);
      if (out.length() + section.length() > LIMIT) {
        break;
      }
      out.append(section);
      written++;
    }
    if (written < shown.size()) {
      out.append("\n%s more hosts have changes that do not fit here; `pvefleet plan` shows them all.\n"
          .formatted(Wording.number(shown.size() - written)));
    }
    return out.append("\nCommit ").append(code(plan.revision())).append('\n').toString();
  }

  private static boolean isShown(Change change) {
    return Wording.isShown(change) && change.head().state() != VmState.NOT_CHECKED;
  }

  private static void unreachable(FleetPlan plan, StringBuilder out) {
    List<String> away = plan.hosts().stream().filter(host -> host.reach() instanceof Reach.NotReached).map(HostPlan::host).toList();
    if (!away.isEmpty()) {
      String more = away.size() > UNREACHABLE ? " and %d more".formatted(away.size() - UNREACHABLE) : "";
      out.append("\nNot reachable, nothing planned: ")
          .append(away.stream().limit(UNREACHABLE).map(PlanMarkdown::text).collect(Collectors.joining(", "))).append(more).append('\n');
    }
  }

  private static String section(HostPlan plan) {
    List<Change> changes = plan.changes().stream().filter(PlanMarkdown::isShown).toList();
    StringBuilder out = new StringBuilder("\n<details><summary><b>%s</b>: %s</summary>\n\n"
        .formatted(html(plan.host()), changes.size() == 1 ? "1 VM" : changes.size() + " VMs"));
    changes.forEach(change -> change(change, out));
    return out.append("\n</details>\n").toString();
  }

  private static void change(Change change, StringBuilder out) {
    Change.Head head = change.head();
    String place = head.place().map(at -> " (" + code(at.file() + ":" + at.line()) + ")").orElse("");
    out.append("- **%d %s**: %s%s\n".formatted(head.vm().vmid(), text(head.vm().name()), text(Wording.headline(change)), place));
    if (head.verdict() instanceof Verdict.Held(Verdict.Why why, String detail)) {
      out.append("  - ").append(text(detail)).append('\n');
    }
    if (change instanceof Change.Create) {
      List<String> values = Wording.declared(change).stream().map(PlanMarkdown::code).toList();
      out.append(values.isEmpty() ? "" : "  - " + String.join(", ", values) + "\n");
    } else {
      change.attributes().forEach(a -> out.append(attribute(a, Wording.note(change, a))));
      String unrestarted = Wording.unrestarted(change);
      out.append(unrestarted.isEmpty() ? "" : "  - " + text(unrestarted) + "\n");
    }
  }

  private static String attribute(AttributeChange attribute, String note) {
    String desired = code(Wording.value(attribute.desired()));
    String values = attribute.configured().equals(attribute.desired())
        ? desired : code(Wording.value(attribute.configured())) + " → " + desired;
    String since = attribute.waitingSince().map(at -> ", since " + at.truncatedTo(ChronoUnit.MINUTES)).orElse("");
    String running = attribute.isPending() ? ", running " + code(Wording.value(attribute.running())) : "";
    return "  - %s %s%s, **%s**%s%s\n".formatted(code(Wording.path(attribute)), values, running,
        attribute.impact().word(), since, note.isEmpty() ? "" : ": " + text(note));
  }

  /** A code span that its content cannot end. */
  private static String code(String text) {
    return "`" + Wording.plain(text).replace("`", "'") + "`";
  }

  /** Text in which no character of Markdown, HTML or a mention takes effect. */
  private static String text(String text) {
    return html(Wording.plain(text)).replaceAll("([\\\\`*_\\[\\]#|~])", "\\\\$1").replace("@", "@\u200b");
  }

  private static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
