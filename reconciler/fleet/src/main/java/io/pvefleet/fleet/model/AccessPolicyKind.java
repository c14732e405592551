package io.pvefleet.fleet.model;

import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.schema.SchemaCodes;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.YamlPath;
import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The kind {@code AccessPolicy}: who may use which consoles. */
public final class AccessPolicyKind {
  public static final String NAME = "AccessPolicy";

  private static final String ANYBODY = "*";
  /** A star stands alone: who writes {@code kim*} expects a wildcard, which there is none of. */
  private static final String WORD = "[^ *]([^*]*[^ *])?";

  private static final Shape SUBJECT = new Shape.Struct("One user or one group.", List.of(
      Shape.Field.optional("user", new Shape.Text(
          "Login name, as the console proxy knows it; \"*\" is anybody who has logged in.",
          Optional.of("\\*|" + WORD), 1, 128, List.of("kim"))),
      Shape.Field.optional("group", new Shape.Text(
          "Group of the login, as the console proxy knows it.", Optional.of(WORD), 1, 128,
          List.of("till-support")))));

  private static final Shape LABEL = new Shape.Either("A value, or a list of values of which one must be the guest's.", List.of(
      DocumentShape.labelValue("The value that the label must have."),
      new Shape.Array("Values of which the label must have one.", DocumentShape.labelValue("A value."), 1, true)));

  private static final Shape.Struct SELECTOR = new Shape.Struct(
      "Which guests: all that is given must fit. Without a selector: every guest of the fleet.", List.of(
      Shape.Field.optional("sites", new Shape.Array(
          "Guests of these sites; default is the site in whose folder the document lies, otherwise all.",
          DocumentShape.name("Name of a site.", "seoul-001"), 0, true)),
      Shape.Field.optional("hosts", new Shape.Array("Guests on these hosts; default is all.",
          DocumentShape.name("Name of a host.", "seoul-001"), 0, true)),
      Shape.Field.optional("labels", new Shape.Dictionary(
          "Guests with all of these labels; one that the guest does not have is taken from its host, then from its site.",
          DocumentShape.LABEL_KEY, LABEL))));

  public static final Shape.Struct SPEC = new Shape.Struct(
      "Who may use which consoles. Policies only allow; what none allows is forbidden.", List.of(
      Shape.Field.required("subjects", new Shape.Array("Whom it is about; any of them is enough.", SUBJECT, 1, true)),
      Shape.Field.optional("selector", SELECTOR),
      Shape.Field.required("verbs", new Shape.Array("What it allows.",
          Shape.Words.of("view shows the screen; console also lets it be used, and includes view.", "view", "console"),
          1, true))));

  private AccessPolicyKind() {}

  /** Reads a document whose shape was checked; empty where it cannot be used, which is then an error. */
  public static Optional<AccessPolicy> parse(Envelope envelope, Diagnostics diagnostics) {
    List<AccessPolicy.Subject> subjects = subjects(envelope.spec(), diagnostics);
    Optional<AccessPolicy.Selector> selector = selector(envelope, diagnostics);
    if (subjects.isEmpty() || selector.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new AccessPolicy(envelope.name(), subjects, selector.get(), verbs(envelope.spec()), envelope.place()));
  }

  private static Set<AccessPolicy.Verb> verbs(Node.Mapping spec) {
    Set<AccessPolicy.Verb> verbs = EnumSet.noneOf(AccessPolicy.Verb.class);
    texts(spec.get("verbs")).forEach(verb ->
        verbs.add(verb.equals("console") ? AccessPolicy.Verb.CONSOLE : AccessPolicy.Verb.VIEW));
    return verbs;
  }

  /** All subjects, or none where one of them cannot be used. */
  private static List<AccessPolicy.Subject> subjects(Node.Mapping spec, Diagnostics diagnostics) {
    List<AccessPolicy.Subject> subjects = new ArrayList<>();
    List<Node> items = items(spec.get("subjects"));
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Node.Mapping subject) {
        subject(subject, YamlPath.item("spec.subjects", i), diagnostics).ifPresent(subjects::add);
      }
    }
    return subjects.size() == items.size() ? subjects : List.of();
  }

  private static Optional<AccessPolicy.Subject> subject(Node.Mapping subject, String path, Diagnostics diagnostics) {
    Optional<String> user = subject.string("user");
    Optional<String> group = subject.string("group");
    if (user.isPresent() && group.isPresent()) {
      diagnostics.error(ModelCodes.CONTRADICTION, subject.place(), path, "",
          "Both user and group are given; a subject is one of them.", "Write two subjects: {user: ...} and {group: ...}.");
      return Optional.empty();
    }
    if (user.isEmpty() && group.isEmpty()) {
      diagnostics.error(SchemaCodes.MISSING_KEY, subject.place(), path, "", "The subject names nobody.",
          "Add \"user\" or \"group\"; {user: \"*\"} is anybody who has logged in.");
      return Optional.empty();
    }
    return user.<AccessPolicy.Subject>map(name -> name.equals(ANYBODY)
            ? new AccessPolicy.Subject.Anybody() : new AccessPolicy.Subject.User(name))
        .or(() -> group.map(AccessPolicy.Subject.Group::new));
  }

  private static Optional<AccessPolicy.Selector> selector(Envelope envelope, Diagnostics diagnostics) {
    List<String> ofFolder = envelope.site().isEmpty() ? List.of() : List.of(envelope.site());
    Optional<Node.Mapping> given = mapping(envelope.spec(), "selector");
    if (given.isEmpty()) {
      return Optional.of(new AccessPolicy.Selector(ofFolder, List.of(), Map.of()));
    }
    Node.Mapping selector = given.get();
    List<String> sites = texts(selector.get("sites"));
    List<String> hosts = texts(selector.get("hosts"));
    Map<String, List<String>> labels = new TreeMap<>();
    mapping(selector, "labels").ifPresent(map -> map.entries().forEach(entry -> labels.put(entry.key(),
        entry.value() instanceof Node.Scalar scalar ? List.of(scalar.text()) : texts(Optional.of(entry.value())))));
    AccessPolicy.Selector read = new AccessPolicy.Selector(sites.isEmpty() ? ofFolder : sites, hosts, labels);
    if (read.equals(AccessPolicy.Selector.ALL)) {
      diagnostics.error(ModelCodes.EMPTY_SELECTOR, selector.place(), "spec.selector", "",
          "The selector names nothing, so the policy would be about every guest of the fleet.",
          "Name sites, hosts or labels. If every guest is meant, remove the selector.");
      return Optional.empty();
    }
    warnOfEmpty(selector, "sites", diagnostics);
    warnOfEmpty(selector, "hosts", diagnostics);
    return Optional.of(read);
  }

  /** The last name taken out of a list makes the policy wider, not narrower, and must not do so in silence. */
  private static void warnOfEmpty(Node.Mapping selector, String key, Diagnostics diagnostics) {
    selector.get(key).filter(node -> node instanceof Node.Sequence list && list.items().isEmpty()).ifPresent(node ->
        diagnostics.warning(ModelCodes.EMPTY_LIST, node.place(), "spec.selector." + key, "",
            "The list is empty, which is the same as no \"" + key + "\": it restricts nothing.",
            "Remove the key, or name the " + key + " that are meant."));
  }

  private static Optional<Node.Mapping> mapping(Node.Mapping parent, String key) {
    return parent.get(key).filter(Node.Mapping.class::isInstance).map(Node.Mapping.class::cast);
  }

  private static List<Node> items(Optional<Node> node) {
    return node.orElse(null) instanceof Node.Sequence sequence ? sequence.items() : List.of();
  }

  private static List<String> texts(Optional<Node> node) {
    return items(node).stream().map(item -> ((Node.Scalar) item).text()).toList();
  }
}
