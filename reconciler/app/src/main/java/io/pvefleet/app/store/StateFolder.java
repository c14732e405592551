package io.pvefleet.app.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the store of a fleet lies. */
public final class StateFolder {

  /** Names the folder itself; a daemon and a command line that share it share journal and leases. */
  public static final String VARIABLE = "PVEFLEET_STATE";

  private StateFolder() {}

  /**
   * {@code $PVEFLEET_STATE}, else a folder of that fleet's own below {@code $XDG_STATE_HOME/pvefleet} or
   * {@code ~/.local/state/pvefleet}: two fleets on one machine must not judge each other's commits.
   *
   * @param location absolute path or URL of the fleet repository
   */
  public static Path of(Function<String, @Nullable String> environment, String location) {
    String named = environment.apply(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    String xdg = environment.apply("XDG_STATE_HOME");
    String home = environment.apply("HOME");
    Path base =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(home == null ? System.getProperty("user.home", ".") : home, ".local", "state");
    return base.resolve("pvefleet").resolve(key(location));
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
