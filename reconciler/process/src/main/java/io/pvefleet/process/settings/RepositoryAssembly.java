package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The settings of the fleet repository, put together from those that a process names for them. */
public record RepositoryAssembly(
    Setting url, Setting branch, Setting folder, Setting credentials, Setting user, Setting knownHosts, Setting poll)
    implements Assembly<RepositorySettings> {
  private static final String FILE = "file:";

  @Override
  public List<Diagnostic> faults(GivenValues values) {
    Diagnostics faults = new Diagnostics();
    values.value(url).ifPresent(location -> repository(values, location, faults));
    boolean isSsh = values.value(url).filter(location -> isSsh(location.text())).isPresent();
    values.value(credentials).ifPresent(reference -> {
      if (isSsh) {
        privateKey(values, reference, faults);
      } else {
        values.missingSecret(reference).ifPresent(faults::add);
      }
    });
    return faults.sorted();
  }

  @Override
  public RepositorySettings settings(GivenValues values) {
    return new RepositorySettings(
        location(values),
        values.text(branch),
        values.value(folder).map(Given::text).orElse(""),
        values.value(credentials).map(Given::text),
        values.text(user),
        values.value(knownHosts).map(Given::asPath),
        values.span(poll));
  }

  /** A folder becomes an absolute path, so that the process does not depend on where it was started. */
  private String location(GivenValues values) {
    Given location = values.value(url).orElseThrow();
    return SettingType.Location.isRemote(location.text()) ? location.text() : location.asPath().toString();
  }

  private void repository(GivenValues values, Given location, Diagnostics faults) {
    if (!SettingType.Location.isRemote(location.text())) {
      Path top = location.asPath();
      boolean isRepository = Files.exists(top.resolve(".git")) || Files.isRegularFile(top.resolve("HEAD"));
      if (!isRepository) {
        faults.add(location.error(SettingsCodes.BAD_VALUE, "The folder " + top + " is no Git repository.",
            "Name the URL of the fleet repository, or the top folder of a clone of it."));
      }
    } else if (isSsh(location.text()) && values.value(credentials).isEmpty()) {
      faults.add(location.error(SettingsCodes.MISFIT, "An ssh address needs a private key, and git.credentials is not set.",
          "Set git.credentials to file:/path of the key, with the server's key in known_hosts beside it."));
    }
  }

  private void privateKey(GivenValues values, Given reference, Diagnostics faults) {
    if (!reference.text().startsWith(FILE)) {
      faults.add(reference.error(SettingsCodes.MISFIT, "For an ssh address the private key must be a file.",
          "Write file:/path of the key."));
      return;
    }
    Path key = Path.of(reference.text().substring(FILE.length()));
    if (!Files.isReadable(key) || Files.isDirectory(key)) {
      faults.add(reference.error(SettingsCodes.NO_SECRET, "The private key " + key + " does not exist or may not be read.",
          "Check path and permissions for the user who runs pvefleet."));
    }
    Path known = values.value(knownHosts).map(Given::asPath).orElseGet(() -> key.resolveSibling("known_hosts"));
    if (!Files.isReadable(known) || Files.isDirectory(known)) {
      faults.add(values.value(knownHosts).orElse(reference).error(SettingsCodes.MISFIT,
          "The known-hosts file " + known + " does not exist or may not be read.",
          "Make it with ssh-keyscan, compare the fingerprint with what the server's owner says, or set git.knownHosts."));
    }
  }

  private static boolean isSsh(String location) {
    return location.startsWith("ssh://") || SettingType.Location.isRemote(location) && !location.contains("://");
  }
}
