package io.pvefleet.vnc.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where logins lie between a stop and the next start. Whoever can read it can be any of those people, so only the owner may. */
final class LoginFolder {
  private static final Logger LOG = LoggerFactory.getLogger(LoginFolder.class);

  private LoginFolder() {}

  /** The folder, made where it is missing; empty where that is not possible, and then people log in anew after a restart. */
  static Optional<Path> in(Path state) {
    Path folder = state.resolve("logins");
    try {
      Files.createDirectories(folder);
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return Optional.of(folder);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("Logins will not outlive this process");
      return Optional.empty();
    }
  }
}
