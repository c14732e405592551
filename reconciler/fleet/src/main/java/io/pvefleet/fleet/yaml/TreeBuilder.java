package io.pvefleet.fleet.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds trees from the parser's events. Events and not the library's own node graph, because the graph is built without
 * a limit on depth, shares aliases that then expand without a limit, and costs a second copy of every file.
 */
final class TreeBuilder {

  /** Ends the reading of a file: a limit is passed, so nothing after it can be trusted to end. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient YamlProblem problem;

    Refused(YamlProblem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    YamlProblem problem() {
      return problem;
    }
  }

  private record Anchored(Node node, int weight) {}

  private final String file;
  private final int linesBefore;
  private final Iterator<Event> events;
  private final List<YamlProblem> problems;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private Place lastPlace;
  private int documentLine;
  private int nodes;

  TreeBuilder(String file, int linesBefore, LoadSettings settings, String text, List<YamlProblem> problems) {
    this.file = file;
    this.linesBefore = linesBefore;
    this.problems = problems;
    this.lastPlace = new Place(file, linesBefore + 1, 1);
    this.documentLine = linesBefore + 1;
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** Where the last event began: the place of an error that carries none. */
  Place lastPlace() {
    return lastPlace;
  }

  /** The line in which the document that is being read begins. */
  int documentLine() {
    return documentLine;
  }

  /** Adds each document as soon as it is complete, so that an error later in the text loses none before it. */
  void readAll(List<Node> documents) {
    while (events.hasNext()) {
      Event event = next();
      if (event instanceof DocumentStartEvent) {
        documentLine = lastPlace.line();
        if (documents.size() >= YamlLimits.MAX_DOCUMENTS) {
          throw new Refused(new YamlProblem(YamlProblem.Kind.LIMIT, lastPlace, "",
              "The file has more than " + YamlLimits.MAX_DOCUMENTS + " documents.", "Split the file."));
        }
        anchors.clear();
        Node root = node(next(), 0);
        if (!(root instanceof Node.Scalar scalar && scalar.isNull())) {
          documents.add(root);
        }
      }
    }
  }

  private Event next() {
    Event event = events.next();
    event.getStartMark().ifPresent(mark -> lastPlace = place(mark));
    return event;
  }

  private Node node(Event event, int depth) {
    Place place = lastPlace;
    if (++nodes > YamlLimits.MAX_NODES) {
      throw tooManyNodes(place);
    }
    if (depth > YamlLimits.MAX_DEPTH) {
      throw new Refused(new YamlProblem(YamlProblem.Kind.LIMIT, place, "",
          "The document is nested deeper than " + YamlLimits.MAX_DEPTH + " levels.", "Flatten it."));
    }
    int before = nodes;
    return switch (event) {
      case AliasEvent alias -> alias(alias, place);
      case ScalarEvent scalar -> anchored(scalar, Scalars.read(scalar, place, problems), before);
      case SequenceStartEvent start -> anchored(start, sequence(start, place, depth), before);
      case MappingStartEvent start -> anchored(start, mapping(start, place, depth), before);
      // The grammar of events lets nothing else stand where a node is expected.
      case Event other -> throw new IllegalStateException("event where a node is expected: " + other);
    };
  }

  private Node anchored(NodeEvent event, Node node, int nodesBefore) {
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(node, nodes - nodesBefore + 1)));
    return node;
  }

  private Node alias(AliasEvent event, Place place) {
    Anchored target = anchors.get(event.getAlias().getValue());
    if (target == null) {
      problem(place, "*" + event.getAlias().getValue(),
          "The alias \"*" + event.getAlias().getValue() + "\" names no anchor that is complete before it.",
          "Define \"&" + event.getAlias().getValue() + "\" earlier in the same document.");
      return new Node.Scalar(place, Node.ScalarType.NULL, "");
    }
    nodes += target.weight();
    if (nodes > YamlLimits.MAX_NODES) {
      throw tooManyNodes(place);
    }
    return target.node();
  }

  private Node.Sequence sequence(SequenceStartEvent start, Place place, int depth) {
    start.getTag().ifPresent(tag -> Scalars.checkTag(tag, "seq", place, problems));
    List<Node> items = new ArrayList<>();
    for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
      items.add(node(event, depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  private Node.Mapping mapping(MappingStartEvent start, Place place, int depth) {
    start.getTag().ifPresent(tag -> Scalars.checkTag(tag, "map", place, problems));
    MappingBuilder mapping = new MappingBuilder(place, problems);
    for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
      Place keyPlace = lastPlace;
      boolean plain = event instanceof ScalarEvent scalar && scalar.isPlain();
      Node key = node(event, depth + 1);
      Node value = node(next(), depth + 1);
      mapping.put(key, keyPlace, plain, value);
    }
    return mapping.build();
  }

  private void problem(Place place, String value, String detail, String remedy) {
    problems.add(new YamlProblem(YamlProblem.Kind.SYNTAX, place, value, detail, remedy));
  }

  private Refused tooManyNodes(Place place) {
    return new Refused(new YamlProblem(YamlProblem.Kind.LIMIT, place, "",
        "The file has more than " + YamlLimits.MAX_NODES + " values, aliases expanded.",
        "Split the file, and use profiles rather than aliases to share settings."));
  }

  private Place place(Mark mark) {
    return new Place(file, linesBefore + mark.getLine() + 1, mark.getColumn() + 1);
  }
}
