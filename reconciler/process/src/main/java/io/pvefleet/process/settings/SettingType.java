package io.pvefleet.process.settings;

import io.pvefleet.fleet.model.Durations;
import io.pvefleet.fleet.model.Quantity;
import io.pvefleet.fleet.schema.Shape;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the value of a setting may be. */
public sealed interface SettingType {

  /** Text that matches a pattern as a whole. */
  record Text(String pattern, String example) implements SettingType {}

  /** One of a few words. */
  record Words(List<String> words) implements SettingType {
    public Words(String... words) {
      this(List.of(words));
    }
  }

  /** A whole number, both ends included. */
  record Whole(int min, int max) implements SettingType {}

  /** A length of time: {@code 30s}, {@code 5m}, {@code 2h}, {@code 90d}; both ends included. */
  record Span(Duration min, Duration max) implements SettingType {
    static final String PATTERN = "[0-9]{1,7}[smhd]";

    /** @param text that matches {@link #PATTERN} */
    static Duration parse(String text) {
      return text.endsWith("d")
          ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
          : Durations.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    static String format(Duration span) {
      return span.isPositive() && span.equals(Duration.ofDays(span.toDays())) ? span.toDays() + "d" : Durations.format(span);
    }
  }

  /** Where a secret is, never the secret. */
  record Reference() implements SettingType {}

  /** The address of a Git repository. */
  record Location() implements SettingType {
    /** {@code scheme://user:password@}; {@code user@host:path} of ssh has no such part. */
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/@]*:[^/]*@.*");

    /** A scheme, or {@code user@host:path}; everything else is a path of this machine. */
    static boolean isRemote(String text) {
      return text.contains("://") || text.matches("[^/]+@[^/]+:.*");
    }
  }

  /** The address of something on the web. */
  record WebAddress() implements SettingType {}

  /** Scheme, host and port of something on the web, as browsers name where a page comes from. */
  record Origin() implements SettingType {
    /**
     * As browsers write it.
     *
     * @param text that was not refused
     */
    public static URI parse(String text) {
      return Addresses.origin(text);
    }
  }

  /** An IP address or a network of them. */
  record Network() implements SettingType {}

  /** An amount of memory: {@code 256KiB}; both ends included. */
  record Size(Quantity min, Quantity max) implements SettingType {
    /** @param text that was not refused */
    public static long bytes(String text) {
      return Quantity.parse(text).orElseThrow().kib() * 1024;
    }
  }

  /** One or more of a kind: a list in the file, with commas between them elsewhere. */
  record Several(SettingType item) implements SettingType {
    /** The items, without blanks around them. */
    public static List<String> split(String text) {
      return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }
  }

  /** A file or folder of this machine. */
  record FilePath() implements SettingType {}

  /** As documents of the fleet are checked, so that words of errors are the same. */
  default Shape shape(String description) {
    return switch (this) {
      case Text(String pattern, String example) -> Shape.Text.matching(description, pattern, example);
      case Words(List<String> words) -> new Shape.Words(description, words);
      case Whole(int min, int max) -> new Shape.Whole(description, min, max);
      case Span _ -> Shape.Text.matching(description, Span.PATTERN, "30s", "5m", "90d");
      case Reference _ -> new Shape.SecretReference(description);
      case Size _ -> Quantity.shape(description, "256KiB", "1MiB");
      case Several(SettingType item) -> new Shape.Either(description,
          List.of(new Shape.Array(description, item.shape(description), 1, true), Shape.Text.of(description)));
      case Location _, FilePath _, WebAddress _, Origin _, Network _ -> Shape.Text.of(description);
    };
  }

  /** What is wrong with a value of the right shape; empty where nothing is. */
  default Optional<Refusal> refuse(String text) {
    return switch (this) {
      case Span(Duration min, Duration max) -> {
        Duration span = Span.parse(text);
        yield span.compareTo(min) >= 0 && span.compareTo(max) <= 0
            ? Optional.empty()
            : Optional.of(new Refusal(SettingsCodes.BAD_VALUE,
                text + " is out of range; " + Span.format(min) + " to " + Span.format(max) + " is allowed.",
                "Use a duration of this range."));
      }
      case Location _ -> Location.PASSWORD.matcher(text).matches()
          ? Optional.of(new Refusal(SettingsCodes.SECRET,
              "The address has a password or token in it. It is not repeated here.",
              "Remove it from the address, and refer to it as env:NAME or file:/path in git.credentials."))
          : Optional.empty();
      case FilePath _ -> isPath(text)
          ? Optional.empty()
          : Optional.of(new Refusal(SettingsCodes.BAD_VALUE, "This is no path.", "Write a path of this machine."));
      case WebAddress _ -> Addresses.refuseWeb(text);
      case Origin _ -> Addresses.refuseOrigin(text);
      case Network _ -> Addresses.refuseNetwork(text);
      case Size(Quantity min, Quantity max) -> {
        Quantity size = Quantity.parse(text).orElseThrow();
        yield size.compareTo(min) >= 0 && size.compareTo(max) <= 0
            ? Optional.empty()
            : Optional.of(new Refusal(SettingsCodes.BAD_VALUE, text + " is out of range; " + min + " to " + max + " is allowed.",
                "Use a size of this range."));
      }
      case Several(SettingType item) ->
          Several.split(text).stream().map(item::refuse).flatMap(Optional::stream).findFirst();
      case Text _, Words _, Whole _, Reference _ -> Optional.empty();
    };
  }

  /** Whether somebody may have written a secret into it by mistake, so that its line is never shown. */
  default boolean mayHoldSecret() {
    return switch (this) {
      case Reference _, Location _, WebAddress _, Origin _ -> true;
      case Several(SettingType item) -> item.mayHoldSecret();
      case Text _, Words _, Whole _, Span _, Network _, Size _, FilePath _ -> false;
    };
  }

  /** For tables and help. */
  default String title() {
    return switch (this) {
      case Text(String pattern, String example) -> "text";
      case Words(List<String> words) -> String.join(" or ", words);
      case Whole(int min, int max) -> min + " to " + max;
      case Span(Duration min, Duration max) -> "duration, " + Span.format(min) + " to " + Span.format(max);
      case Reference _ -> "reference, `env:NAME` or `file:/path`";
      case Location _ -> "URL or folder";
      case FilePath _ -> "path";
      case WebAddress _ -> "URL";
      case Origin _ -> "URL without a path";
      case Network _ -> "IP address or network";
      case Size(Quantity min, Quantity max) -> "size, " + min + " to " + max;
      case Several(SettingType item) -> item.title() + "; one or more";
    };
  }

  /** Why a value is refused; names no secret. */
  record Refusal(io.pvefleet.fleet.diagnostic.Code code, String detail, String remedy) {}

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty();
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
