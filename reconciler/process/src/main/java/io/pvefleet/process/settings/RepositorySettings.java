package io.pvefleet.process.settings;

import io.pvefleet.fleet.git.GitCredential;
import io.pvefleet.fleet.git.GitSettings;
import io.pvefleet.fleet.model.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the desired fleet comes from.
 *
 * @param credentialsRef reference to a token for https, {@code file:} of a private key for ssh
 * @param user sent with a token
 * @param knownHosts keys of trusted ssh servers; without it, {@code known_hosts} beside the private key
 */
public record RepositorySettings(
    String url, String branch, String folder, Optional<String> credentialsRef, String user, Optional<Path> knownHosts,
    Duration poll) {

  /** A webhook makes changes arrive at once; the poll only catches what the hook lost. */
  public static final Duration DEFAULT_POLL = Duration.ofSeconds(60);

  public static RepositorySettings of(String url) {
    return new RepositorySettings(url, "main", "", Optional.empty(), "git", Optional.empty(), DEFAULT_POLL);
  }

  public RepositorySettings withPoll(Duration newPoll) {
    return new RepositorySettings(url, branch, folder, credentialsRef, user, knownHosts, newPoll);
  }

  public RepositorySettings withBranch(String newBranch) {
    return new RepositorySettings(url, newBranch, folder, credentialsRef, user, knownHosts, poll);
  }

  /** As Git is asked, with the bare clone in that folder. */
  public GitSettings clonedTo(Path clone) {
    GitCredential credential = credentialsRef.map(this::credential).orElseGet(GitCredential.None::new);
    return new GitSettings(url, branch, folder, credential, clone, GitSettings.DEFAULT_TIMEOUT);
  }

  /** For ssh the reference is the private key's file. */
  private GitCredential credential(String ref) {
    if (url.startsWith("http")) {
      return new GitCredential.Token(user, new SecretRef(ref));
    }
    Path key = Path.of(ref.startsWith("file:") ? ref.substring("file:".length()) : ref);
    return new GitCredential.SshKey(key, knownHosts.orElseGet(() -> key.resolveSibling("known_hosts")));
  }
}
