package io.pvefleet.fleet.git;

import io.pvefleet.fleet.model.SecretRef;
import java.nio.file.Path;

/** How to prove to a Git server who asks. Holds references to secrets, never secrets. */
public sealed interface GitCredential {

  /** Public repositories, and folders. */
  record None() implements GitCredential {}

  /**
   * A token for https, sent as the password of HTTP Basic.
   *
   * @param user {@code x-access-token} for GitHub, {@code oauth2} for GitLab; most servers take any
   * @param token read anew for each fetch, so that it can be renewed in place
   */
  record Token(String user, SecretRef token) implements GitCredential {}

  /**
   * A private key without a passphrase for ssh. Only servers whose keys stand in the known-hosts file are spoken to, and
   * neither an agent nor the user's own configuration is asked.
   */
  record SshKey(Path privateKey, Path knownHosts) implements GitCredential {}
}
