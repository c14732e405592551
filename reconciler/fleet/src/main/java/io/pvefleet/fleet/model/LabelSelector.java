package io.pvefleet.fleet.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Label selectors as kubectl has them: {@code key=value}, {@code key!=value}, {@code key}, {@code !key}; all must fit. A colon does
 * for the first sign too, as in YAML.
 */
public record LabelSelector(List<Term> terms) {

  /** What a selector may look like, for whoever got one wrong. */
  public static final String SYNTAX = "key=value, key!=value, key or !key, several with commas";

  /** Fits everything. */
  public static final LabelSelector ANY = new LabelSelector(List.of());

  private static final Pattern TERM = Pattern.compile("(!?)([A-Za-z0-9][A-Za-z0-9._/-]*)(?:(!=|==?|:)(.*))?");

  public LabelSelector {
    terms = List.copyOf(terms);
  }

  /** One condition. */
  public sealed interface Term {
    record Equal(String key, String value) implements Term {}

    record NotEqual(String key, String value) implements Term {}

    record Has(String key) implements Term {}

    record HasNot(String key) implements Term {}
  }

  /** @throws IllegalArgumentException with a sentence if a part is no condition */
  public static LabelSelector parse(List<String> texts) {
    List<Term> terms = new ArrayList<>();
    for (String text : texts) {
      for (String part : text.split(",", -1)) {
        terms.add(term(part.strip(), text));
      }
    }
    return new LabelSelector(terms);
  }

  private static Term term(String part, String whole) {
    Matcher m = TERM.matcher(part);
    if (!m.matches() || (!m.group(1).isEmpty() && m.group(3) != null)) {
      throw new IllegalArgumentException("\"" + part + "\" in \"" + whole + "\" is no condition on a label.");
    }
    String key = m.group(2);
    String operator = m.group(3);
    if (operator == null) {
      return m.group(1).isEmpty() ? new Term.Has(key) : new Term.HasNot(key);
    }
    return operator.equals("!=") ? new Term.NotEqual(key, m.group(4)) : new Term.Equal(key, m.group(4));
  }

  public boolean isAny() {
    return terms.isEmpty();
  }

  /** This and that one too. */
  public LabelSelector and(LabelSelector other) {
    List<Term> both = new ArrayList<>(terms);
    both.addAll(other.terms);
    return new LabelSelector(both);
  }

  public boolean fits(Map<String, String> labels) {
    return terms.stream().allMatch(term -> switch (term) {
      case Term.Equal(String key, String value) -> value.equals(labels.get(key));
      case Term.NotEqual(String key, String value) -> !value.equals(labels.get(key));
      case Term.Has(String key) -> labels.containsKey(key);
      case Term.HasNot(String key) -> !labels.containsKey(key);
    });
  }
}
