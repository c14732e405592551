package io.pvefleet.fleet.schema;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.diagnostic.DidYouMean;
import io.pvefleet.fleet.yaml.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** What a shape says of a scalar whose YAML type is right: pattern, length, words, range. */
final class ScalarChecks {

  private ScalarChecks() {}

  static void check(Shape shape, Node.Scalar scalar, String path, Diagnostics diagnostics) {
    switch (shape) {
      case Shape.Text text -> text(text, scalar, path, diagnostics);
      case Shape.Words words -> words(words, scalar, path, diagnostics);
      case Shape.Whole whole -> whole(whole, scalar, path, diagnostics);
      case Shape.Decimal decimal -> decimal(decimal, scalar, path, diagnostics);
      case Shape.Flag _ -> { }
      // The caller hands over scalars only, and secrets go their own way.
      case Shape.Struct _, Shape.Dictionary _, Shape.Array _, Shape.Either _, Shape.SecretReference _ -> { }
    }
  }

  /** The value may be a secret, so no message repeats it. */
  static void secret(Node.Scalar scalar, String path, Diagnostics diagnostics) {
    if (scalar.type() != Node.ScalarType.STRING || !Patterns.matches(Shape.SecretReference.PATTERN, scalar.text())) {
      diagnostics.error(Code.LITERAL_SECRET, scalar.place(), path, "",
          path + " is no reference. What stands there is not repeated, because it may be a secret.",
          "Write env:NAME or file:/path. If it was a secret, revoke it: it stays in the history of the repository.");
    }
  }

  private static void text(Shape.Text shape, Node.Scalar scalar, String path, Diagnostics diagnostics) {
    int length = scalar.text().codePointCount(0, scalar.text().length());
    if (length < shape.minLength() || length > shape.maxLength()) {
      notAllowed(scalar, path, diagnostics,
          "The text has " + length + " characters; " + shape.minLength() + " to " + shape.maxLength() + " are allowed.",
          length < shape.minLength() ? "Give it a value, or remove the key." : "Shorten it.");
      return;
    }
    if (shape.pattern().isPresent() && !Patterns.matches(shape.pattern().get(), scalar.text())) {
      String examples = shape.examples().isEmpty() ? "" : ", for example " + String.join(" or ", shape.examples());
      notAllowed(scalar, path, diagnostics,
          "\"" + shortened(scalar.text()) + "\" is not valid here: " + shape.description(),
          "Use a text that matches " + shape.pattern().get() + examples + ".");
    }
  }

  private static void words(Shape.Words shape, Node.Scalar scalar, String path, Diagnostics diagnostics) {
    if (!shape.words().contains(scalar.text())) {
      Optional<String> meant = DidYouMean.closest(scalar.text(), shape.words());
      notAllowed(scalar, path, diagnostics,
          "\"" + shortened(scalar.text()) + "\" is none of " + String.join(", ", shape.words()) + ".",
          meant.map(word -> "Did you mean \"" + word + "\"?").orElse("Use one of these words."));
    }
  }

  private static void whole(Shape.Whole shape, Node.Scalar scalar, String path, Diagnostics diagnostics) {
    BigInteger value = new BigInteger(scalar.text().length() > 40 ? "9".repeat(40) : scalar.text());
    if (value.compareTo(BigInteger.valueOf(shape.min())) < 0 || value.compareTo(BigInteger.valueOf(shape.max())) > 0) {
      outOfRange(scalar, path, diagnostics, shape.min() + " to " + shape.max());
    }
  }

  private static void decimal(Shape.Decimal shape, Node.Scalar scalar, String path, Diagnostics diagnostics) {
    Optional<BigDecimal> value = Types.number(scalar);
    if (value.isEmpty() || value.get().compareTo(BigDecimal.valueOf(shape.min())) < 0
        || value.get().compareTo(BigDecimal.valueOf(shape.max())) > 0) {
      outOfRange(scalar, path, diagnostics, plain(shape.min()) + " to " + plain(shape.max()));
    }
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static void outOfRange(Node.Scalar scalar, String path, Diagnostics diagnostics, String range) {
    diagnostics.error(SchemaCodes.OUT_OF_RANGE, scalar.place(), path, scalar.text(),
        shortened(scalar.text()) + " is out of range; " + range + " is allowed.", "Use a number of this range.");
  }

  private static void notAllowed(Node.Scalar scalar, String path, Diagnostics diagnostics, String detail, String remedy) {
    diagnostics.error(SchemaCodes.NOT_ALLOWED, scalar.place(), path, scalar.text(), detail, remedy);
  }

  static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 57)) + "...";
  }
}
