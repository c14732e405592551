package io.pvefleet.app.cli;

import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.render.PlanJson;
import io.pvefleet.engine.render.PlanMarkdown;
import io.pvefleet.engine.render.PlanText;
import io.pvefleet.process.cli.Terminal;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** How a plan is shown. */
final class PlanView {

  /** What the plan is written as. */
  enum Format {
    TEXT,
    JSON,
    MARKDOWN
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or markdown")
  private Format format = Format.TEXT;

  @Option(names = "--requests", description = "show every request with its parameters, secrets masked")
  private boolean withRequests;

  String render(Terminal terminal, FleetPlan plan) {
    return switch (format) {
      case TEXT -> PlanText.render(plan, options(terminal));
      case JSON -> ended(PlanJson.write(plan));
      case MARKDOWN -> ended(PlanMarkdown.render(plan));
    };
  }

  private Set<PlanText.Option> options(Terminal terminal) {
    Set<PlanText.Option> options = EnumSet.noneOf(PlanText.Option.class);
    if (terminal.isColoured(Terminal.Stream.OUT)) {
      options.add(PlanText.Option.COLOUR);
    }
    if (withRequests) {
      options.add(PlanText.Option.REQUESTS);
    }
    return options;
  }

  private static String ended(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }
}
