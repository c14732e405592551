package io.pvefleet.process.cli;

import io.pvefleet.fleet.diagnostic.DiagnosticText.Colour;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param out results, and nothing else
 * @param err progress and messages
 * @param environment {@code System::getenv}
 * @param attached which of the three are a terminal that a person looks at
 * @param folder that relative paths start from
 */
public record Terminal(
    PrintStream out, PrintStream err, InputStream in, Function<String, @Nullable String> environment, Set<Stream> attached,
    Path folder) {

  /** The standard streams. */
  public enum Stream {
    IN,
    OUT,
    ERR
  }

  /** What the launcher found out about the streams, since Java cannot ask for each: {@code in,out,err} or some of it. */
  public static final String ATTACHED = "PVEFLEET_TTY";

  /** The streams and the environment of this process. */
  public static Terminal ofProcess() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    return new Terminal(out, err, System.in, System::getenv, attached(System.getenv(ATTACHED)), Path.of("").toAbsolutePath());
  }

  private static Set<Stream> attached(@Nullable String words) {
    if (words == null) {
      return Set.of();
    }
    Set<Stream> attached = java.util.EnumSet.noneOf(Stream.class);
    for (Stream stream : Stream.values()) {
      if (("," + words + ",").contains("," + stream.name().toLowerCase(java.util.Locale.ROOT) + ",")) {
        attached.add(stream);
      }
    }
    return attached;
  }

  /** https://no-color.org: any value but the empty one switches colour off. */
  public boolean isColoured(Stream stream) {
    return attached.contains(stream) && variable("NO_COLOR").isEmpty() && !variable("TERM").equals("dumb");
  }

  /** Whether a line may be drawn again and again. */
  public boolean isLive() {
    return attached.contains(Stream.ERR) && !variable("TERM").equals("dumb");
  }

  public Colour colour(Stream stream) {
    return isColoured(stream) ? Colour.ALWAYS : Colour.NEVER;
  }

  /** Whether a person is there to answer. */
  public boolean canAsk() {
    return attached.contains(Stream.IN) && attached.contains(Stream.ERR);
  }

  /** Empty where it is not set. */
  public String variable(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value;
  }

  /** A path as the person meant it who typed it in this folder. */
  public Path path(String text) {
    return folder.resolve(text).normalize();
  }

  /** One line; empty at the end of the input. */
  public String readLine() {
    try {
      String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }
}
