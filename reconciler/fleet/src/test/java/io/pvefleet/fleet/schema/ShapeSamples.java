package io.pvefleet.fleet.schema;

import static io.pvefleet.fleet.schema.SchemaAgreementTest.entry;
import static io.pvefleet.fleet.schema.SchemaAgreementTest.mapping;
import static io.pvefleet.fleet.schema.SchemaAgreementTest.scalar;
import static io.pvefleet.fleet.schema.SchemaAgreementTest.sequence;

import io.pvefleet.fleet.yaml.Node;
import io.pvefleet.fleet.yaml.Node.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents that a shape accepts, and small damage to them, from a seeded source of chance. */
final class ShapeSamples {

  private static final List<String> KEYS = List.of("a", "scsi0", "scsi1", "net0", "role", "x");
  private static final List<String> TEXTS = List.of("a", "ab", "till", "running", "64GiB", "30s", "pvefleet/v1", "env:TOKEN", "file:/t",
      "https://h:1", "Asia/Seoul", "Mon-Sat 09:00-21:00", "enforce", "2026-12-01T06:00:00+09:00", "pve1", "", "한글", "a b",
      "AB".repeat(1) + ":AB".repeat(31), "/ca.pem");

  private final Random random;

  ShapeSamples(Random random) {
    this.random = random;
  }

  Node valid(Shape shape) {
    return switch (shape) {
      case Shape.Struct struct -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (Shape.Field field : struct.fields()) {
          if (field.required() || random.nextInt(3) > 0) {
            boolean isNull = field.nullable() && random.nextInt(4) == 0;
            entries.add(entry(field.name(), isNull ? scalar(ScalarType.NULL, "") : valid(field.shape())));
          }
        }
        yield mapping(entries);
      }
      case Shape.Dictionary dictionary -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (String key : KEYS) {
          if (Patterns.matches(dictionary.keyPattern(), key) && random.nextBoolean()) {
            boolean isNull = dictionary.nullableValues() && random.nextInt(4) == 0;
            entries.add(entry(key, isNull ? scalar(ScalarType.NULL, "") : valid(dictionary.value())));
          }
        }
        yield mapping(entries);
      }
      case Shape.Array array -> sequence(List.of(valid(array.item())));
      case Shape.Text text -> scalar(ScalarType.STRING, text(text));
      case Shape.Words words -> scalar(ScalarType.STRING, words.words().get(random.nextInt(words.words().size())));
      case Shape.SecretReference _ -> scalar(ScalarType.STRING, "env:TOKEN");
      case Shape.Whole whole -> scalar(ScalarType.INTEGER,
          Long.toString(random.nextBoolean() ? whole.min() : Math.min(whole.max(), whole.min() + random.nextInt(10))));
      case Shape.Decimal decimal -> scalar(ScalarType.NUMBER, Double.toString(decimal.min() + (decimal.max() - decimal.min()) * 0.37));
      case Shape.Flag _ -> scalar(ScalarType.BOOLEAN, Boolean.toString(random.nextBoolean()));
      case Shape.Either either -> valid(either.shapes().get(random.nextInt(either.shapes().size())));
    };
  }

  private String text(Shape.Text shape) {
    List<String> fitting = new ArrayList<>(shape.examples());
    TEXTS.stream().filter(text -> shape.pattern().map(p -> Patterns.matches(p, text)).orElse(true)
        && text.length() >= shape.minLength() && text.length() <= shape.maxLength()).forEach(fitting::add);
    if (fitting.isEmpty()) {
      throw new IllegalStateException("no sample text matches " + shape.pattern());
    }
    return fitting.get(random.nextInt(fitting.size()));
  }

  /** One change somewhere in the tree. */
  Node mutated(Node node) {
    return switch (node) {
      case Node.Mapping mapping when !mapping.entries().isEmpty() && random.nextInt(5) > 0 -> {
        List<Node.Entry> entries = new ArrayList<>(mapping.entries());
        int i = random.nextInt(entries.size());
        switch (random.nextInt(8)) {
          case 0 -> entries.remove(i);
          case 1 -> addUnlessThere(entries, KEYS.get(random.nextInt(KEYS.size())), anything());
          default -> entries.set(i, entry(entries.get(i).key(), mutated(entries.get(i).value())));
        }
        yield mapping(entries);
      }
      case Node.Sequence sequence when !sequence.items().isEmpty() && random.nextInt(4) > 0 -> {
        List<Node> items = new ArrayList<>(sequence.items());
        int i = random.nextInt(items.size());
        switch (random.nextInt(4)) {
          case 0 -> items.remove(i);
          case 1 -> items.add(items.get(i));
          default -> items.set(i, mutated(items.get(i)));
        }
        yield sequence(items);
      }
      case Node _ -> anything();
    };
  }

  private static void addUnlessThere(List<Node.Entry> entries, String key, Node value) {
    if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
      entries.add(entry(key, value));
    }
  }

  private Node anything() {
    return switch (random.nextInt(8)) {
      case 0 -> scalar(ScalarType.INTEGER, Integer.toString(random.nextInt(1200) - 100));
      case 1 -> scalar(ScalarType.NUMBER, "0.7");
      case 2 -> scalar(ScalarType.BOOLEAN, "true");
      case 3 -> scalar(ScalarType.NULL, "");
      case 4 -> mapping(List.of());
      case 5 -> sequence(List.of());
      default -> scalar(ScalarType.STRING, TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }
}
