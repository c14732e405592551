package io.pvefleet.process.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows {@code env:NAME} and {@code file:/path} to the secret. Reads anew each time; keeps and prints nothing. Thread safe. */
public final class Secrets {

  /** A token has 80 characters, a certificate's key some thousand: more is not a secret but the wrong file. */
  private static final int MAX_BYTES = 64 * 1024;

  private final Function<String, @Nullable String> environment;
  private final Consumer<String> warnings;
  private final Set<Path> warned = ConcurrentHashMap.newKeySet();

  /**
   * @param environment {@code System::getenv}
   * @param warnings told once for each file that others may read
   */
  public Secrets(Function<String, @Nullable String> environment, Consumer<String> warnings) {
    this.environment = environment;
    this.warnings = warnings;
  }

  /**
   * The secret, without line breaks at its end.
   *
   * @throws SecretException if there is none
   */
  public String read(String reference) {
    int colon = reference.indexOf(':');
    String scheme = colon < 0 ? "" : reference.substring(0, colon);
    String rest = reference.substring(colon + 1);
    return switch (scheme) {
      case "env" -> variable(rest);
      case "file" -> file(rest);
      default -> throw new SecretException("\"" + reference + "\" is no secret reference: write env:NAME or file:/path.");
    };
  }

  private String variable(String name) {
    String value = environment.apply(name);
    if (value == null || value.isBlank()) {
      throw new SecretException("The environment variable " + name + " is not set.");
    }
    return value.strip();
  }

  private String file(String name) {
    Path path = Path.of(name);
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new SecretException("The file " + path + " is too large to be a secret.");
      }
      warnWhereOthersMayRead(path);
      String text = Files.readString(path, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new SecretException("The file " + path + " is empty.");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new SecretException("The file " + path + " does not exist.", e);
    } catch (IOException e) {
      throw new SecretException("The file " + path + " cannot be read.", e);
    }
  }

  private void warnWhereOthersMayRead(Path path) throws IOException {
    if (warned.contains(path) || !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    Optional<PosixFilePermission> open =
        permissions.stream()
            .filter(p -> p == PosixFilePermission.OTHERS_READ || p == PosixFilePermission.OTHERS_WRITE)
            .findFirst();
    if (open.isPresent() && warned.add(path)) {
      warnings.accept("The secret in " + path + " may be read or changed by every user of this machine: chmod 600 it.");
    }
  }
}
