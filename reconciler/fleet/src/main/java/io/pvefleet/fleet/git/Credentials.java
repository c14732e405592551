package io.pvefleet.fleet.git;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.model.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Gives a transport its credentials and its timeout. Secrets are read here, for this one use. */
final class Credentials {

  private Credentials() {}

  static void apply(GitSettings settings, Transport transport) {
    transport.setTimeout((int) Math.max(1, settings.timeout().toSeconds()));
    switch (settings.credential()) {
      case GitCredential.None _ -> {
        if (transport instanceof SshTransport) {
          throw noCredential("", "An ssh address needs a private key and a known-hosts file.",
              "Name both in the settings of the Git source.");
        }
      }
      case GitCredential.Token token ->
          transport.setCredentialsProvider(new UsernamePasswordCredentialsProvider(token.user(), read(token.token())));
      case GitCredential.SshKey key -> {
        if (transport instanceof SshTransport ssh) {
          readable(key.privateKey(), "private key");
          readable(key.knownHosts(), "known-hosts file");
          ssh.setSshSessionFactory(StrictSsh.factory(key));
        }
      }
    }
  }

  private static String read(SecretRef reference) {
    String text = reference.text();
    if (text.startsWith("env:")) {
      String value = System.getenv(text.substring("env:".length()));
      if (value == null || value.isBlank()) {
        throw noCredential(text, "The environment variable of \"" + text + "\" is not set.", "Set it where pvefleet is started.");
      }
      return value.strip();
    }
    if (text.startsWith("file:")) {
      Path file = Path.of(text.substring("file:".length()));
      readable(file, "token file");
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new GitFault(Diagnostic.errorOfAll(GitCodes.NO_CREDENTIAL, text,
            "The token file \"" + file + "\" cannot be read.", "Check that it is a text file."), e);
      }
    }
    throw noCredential("", "The reference to the token is neither env:NAME nor file:/path. It is not repeated here.",
        "Correct the reference.");
  }

  private static void readable(Path file, String what) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw noCredential(file.toString(), "The " + what + " \"" + file + "\" does not exist or may not be read.",
          "Check path and permissions for the user who runs pvefleet.");
    }
  }

  private static GitFault noCredential(String value, String detail, String remedy) {
    return new GitFault(Diagnostic.errorOfAll(GitCodes.NO_CREDENTIAL, value, detail, remedy));
  }
}
