package io.pvefleet.vnc.cli;

import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Failure;
import io.pvefleet.process.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCrypt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code console user}. Nothing of Spring is started: its hash is a class of its own. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = "Asks for a password and prints a line for the file of users.",
    exitCodeOnInvalidInput = Exit.ERROR,
    footer = {
      "",
      "The password is asked for twice on a terminal; else it is the first line of",
      "standard input. Only its bcrypt hash is printed.",
      "",
      "Examples:",
      "  pvefleet console user minji --groups operators >> /etc/pvefleet/console-users",
      "  openssl rand -base64 15 | tee /dev/tty | pvefleet console user demo"
    })
final class UserCommand implements Callable<Integer> {

  /** A quarter of a second on a small machine: nothing for a person, much for whoever tries a stolen file. */
  private static final int COST = 12;

  /** What NIST SP 800-63B asks of a password that a person chooses. */
  private static final int SHORTEST = 8;

  /** bcrypt looks at no more, and a longer one would be cut in silence. */
  private static final int LONGEST_BYTES = 72;

  /** What separates the parts of a line is in no name. */
  private static final Pattern WORD = Pattern.compile("[^\\s:,*#]([^:,*\\p{Cntrl}]{0,126}[^\\s:,*])?");

  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "login name, as access policies name it")
  private String name = "";

  @Option(names = "--groups", paramLabel = "GROUP", split = ",", description = "groups of access policies, with commas between them")
  private List<String> groups = new ArrayList<>();

  UserCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> words = new ArrayList<>(groups);
    words.addFirst(name);
    words.stream().filter(word -> !WORD.matcher(word).matches()).findFirst().ifPresent(word -> {
      throw new Failure(CliCodes.BAD_USER, "\"" + word + "\" is no name of a user or group.",
          "Use 1 to 128 characters without : , * and blanks at its ends; a name does not begin with #.");
    });
    BufferedReader lines = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    String password = terminal.canAsk() ? asked(lines) : line(lines);
    check(password);
    String hash = BCrypt.hashpw(password, BCrypt.gensalt("$2b", COST));
    terminal.out().println(name + ":" + hash + (groups.isEmpty() ? "" : ":" + String.join(",", groups)));
    return Exit.DONE;
  }

  private String asked(BufferedReader lines) {
    try (SilentInput _ = SilentInput.begin()) {
      terminal.err().print("Password of " + name + ": ");
      terminal.err().flush();
      String first = line(lines);
      terminal.err().print("\nThe same again: ");
      terminal.err().flush();
      String second = line(lines);
      terminal.err().println();
      if (!first.equals(second)) {
        throw new Failure(CliCodes.BAD_USER, "The two passwords differ.", "Try again.");
      }
      return first;
    }
  }

  private static String line(BufferedReader lines) {
    try {
      return Objects.requireNonNullElse(lines.readLine(), "");
    } catch (IOException e) {
      throw new Failure(CliCodes.BAD_USER, "The password cannot be read: " + e.getMessage() + ".", "Write it to standard input.");
    }
  }

  private static void check(String password) {
    if (password.length() < SHORTEST) {
      throw new Failure(CliCodes.BAD_USER, "The password is shorter than " + SHORTEST + " characters.", "Choose a longer one.");
    }
    if (password.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      throw new Failure(CliCodes.BAD_USER, "The password is longer than " + LONGEST_BYTES + " bytes, which bcrypt would cut.",
          "Choose a shorter one.");
    }
  }
}
