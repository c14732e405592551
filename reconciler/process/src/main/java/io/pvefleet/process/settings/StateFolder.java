package io.pvefleet.process.settings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a process keeps what it knows of a fleet.
 *
 * @param variable names the folder itself; processes and commands that share it share what is in it
 * @param program folder of the process below the user's state
 */
public record StateFolder(String variable, String program) {

  /** Of the daemon and of the commands that read and write the same journal and leases. */
  public static final StateFolder DAEMON = new StateFolder("PVEFLEET_STATE", "pvefleet");

  /**
   * What the variable names, else a folder of that fleet's own below {@code $XDG_STATE_HOME/PROGRAM} or
   * {@code ~/.local/state/PROGRAM}: two fleets on one machine must not judge each other's commits.
   *
   * @param location absolute path or URL of the fleet repository
   */
  public Path of(Function<String, @Nullable String> environment, String location) {
    String named = environment.apply(variable);
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    String xdg = environment.apply("XDG_STATE_HOME");
    String home = environment.apply("HOME");
    Path base =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(home == null ? System.getProperty("user.home", ".") : home, ".local", "state");
    return base.resolve(program).resolve(key(location));
  }

  /** The last part of the location, for people, and a hash of all of it. */
  private static String key(String location) {
    String trimmed = location.replaceAll("[/\\\\]+$", "");
    String last = trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
    String name = last.replaceAll("\\.git$", "").replaceAll("[^A-Za-z0-9._-]", "-");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(trimmed.getBytes(StandardCharsets.UTF_8));
      return name + "-" + HexFormat.of().formatHex(hash, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
