package io.pvefleet.fleet.git;

import java.io.File;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/** SSH with one key and known servers only; nothing of the user's own SSH configuration, and no agent. */
final class StrictSsh implements SshConfigStore {

  private static final Map<String, String> OPTIONS = Map.of(
      "StrictHostKeyChecking", "yes", "IdentitiesOnly", "yes", "IdentityAgent", "none", "HashKnownHosts", "no");

  private final GitCredential.SshKey key;

  private StrictSsh(GitCredential.SshKey key) {
    this.key = key;
  }

  static SshSessionFactory factory(GitCredential.SshKey key) {
    File folder = key.knownHosts().toAbsolutePath().resolveSibling(".").normalize().toFile();
    return new SshdSessionFactoryBuilder()
        .setHomeDirectory(folder)
        .setSshDirectory(folder)
        .setPreferredAuthentications("publickey")
        .setConfigStoreFactory((_, _, _) -> new StrictSsh(key))
        .setDefaultKnownHostsFiles(_ -> List.of(key.knownHosts().toAbsolutePath()))
        .setDefaultIdentities(_ -> List.of(key.privateKey().toAbsolutePath()))
        .build(null);
  }

  @Override
  public HostConfig lookup(String host, int port, String user) {
    return new Options(Map.of("IdentityFile", List.of(key.privateKey().toAbsolutePath().toString()),
        "UserKnownHostsFile", List.of(key.knownHosts().toAbsolutePath().toString())));
  }

  @Override
  public HostConfig lookupDefault(String host, int port, String user) {
    return lookup(host, port, user);
  }

  private record Options(Map<String, List<String>> files) implements HostConfig {
    @Override
    public @Nullable String getValue(String name) {
      return OPTIONS.get(name);
    }

    @Override
    public List<String> getValues(String name) {
      return files.getOrDefault(name, List.of());
    }

    @Override
    public Map<String, String> getOptions() {
      return OPTIONS;
    }

    @Override
    public Map<String, List<String>> getMultiValuedOptions() {
      return files;
    }
  }
}
