package io.pvefleet.vnc.login;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Sources;
import io.pvefleet.process.settings.SettingsFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a file, read anew when the file changes. A change with a mistake is refused whole: the users before stay, and the
 * log says what is wrong. Thread-safe; blocks for a local disk at most.
 */
public final class Users {
  private static final Logger LOG = LoggerFactory.getLogger(Users.class);

  /** The longest line has some 300 characters; this is room for every user that is allowed. */
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  /** What tells one content of a file from another without reading it. */
  private record Stamp(FileTime modified, long size, String key) {}

  private record Content(Optional<Stamp> stamp, Map<String, LocalUser> users) {}

  private final Path path;
  private volatile Content content;

  private Users(Path path, Content content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Reads the file.
   *
   * @throws SettingsFault with everything that is wrong with it
   */
  public static Users open(Path path) {
    Optional<Stamp> stamp = stamp(path);
    UserFile read = read(path);
    if (!read.problems().isEmpty()) {
      throw new SettingsFault(read.problems(), Sources.none());
    }
    return new Users(path, new Content(stamp, read.users()));
  }

  Optional<LocalUser> find(String name) {
    return Optional.ofNullable(current().get(name));
  }

  /** The highest cost of any hash: what every check of a password is made to take. */
  int highestCost() {
    return current().values().stream().mapToInt(LocalUser::cost).max().orElse(UserFile.LEAST_COST);
  }

  private Map<String, LocalUser> current() {
    Content known = content;
    Optional<Stamp> stamp = stamp(path);
    // The stamp is taken before reading: a change in between is seen by the next caller.
    return stamp.equals(known.stamp()) ? known.users() : renewed(known, stamp);
  }

  private synchronized Map<String, LocalUser> renewed(Content known, Optional<Stamp> stamp) {
    if (content != known && content.stamp().equals(stamp)) {
      return content.users();
    }
    UserFile read = read(path);
    if (read.problems().isEmpty()) {
      content = new Content(stamp, read.users());
      LOG.atInfo().addKeyValue("file", path).addKeyValue("users", read.users().size()).log("The user file was read anew");
    } else {
      content = new Content(stamp, content.users());
      LOG.atError().addKeyValue("code", LoginCodes.BAD_USER_FILE).addKeyValue("problems", text(read.problems()))
          .log("The user file was changed and cannot be used; the users before stay until it is corrected");
    }
    return content.users();
  }

  private static String text(List<Diagnostic> problems) {
    return problems.stream().map(d -> d.place().map(place -> place + ": ").orElse("") + d.detail() + " " + d.remedy())
        .collect(Collectors.joining("\n"));
  }

  private static Optional<Stamp> stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static UserFile read(Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        return unreadable(path, "is larger than " + MOST_BYTES / 1024 + " KiB");
      }
      return UserFile.parse(path.toString(), Files.readString(path));
    } catch (CharacterCodingException _) {
      return unreadable(path, "is not UTF-8 text");
    } catch (IOException e) {
      return unreadable(path, Files.exists(path) ? "cannot be read: " + e.getClass().getSimpleName() : "does not exist");
    }
  }

  private static UserFile unreadable(Path path, String why) {
    return new UserFile(Map.of(), List.of(Diagnostic.errorOfAll(LoginCodes.BAD_USER_FILE, path.toString(),
        "The user file " + path + " " + why + ".", "Write it with \"pvefleet console user\", readable for the proxy alone.")));
  }
}
