package io.pvefleet.fleet.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.SecretRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Git server over https with a token, as most fleets have one. */
class GitHttpsTest {
  @TempDir Path temp;

  @Test
  void tokenOpensTheServerAndAnotherOneOrAnUntrustedCertificateDoesNot() throws Exception {
    try (Origin origin = Origin.create(temp.resolve("origin"));
        Git git = Git.open(origin.folder().toFile());
        HttpsOrigin https = new HttpsOrigin(temp, git.getRepository(), "x-access-token", "right-token")) {
      origin.write("fleet.yaml", "a: 1\n").commit("over https");
      Path token = Files.writeString(temp.resolve("token"), "right-token\n");
      try (GitSource source = source(https.url(), token)) {
        GitSourceTest.assertFault(source::fetch, GitCodes.UNREACHABLE, "127.0.0.1");
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        HttpsURLConnection.setDefaultSSLSocketFactory(https.trusting().getSocketFactory());
        try {
          assertThat(source.fetch().commit().subject()).isEqualTo("over https");
          Files.writeString(token, "wrong-token\n");
          GitSourceTest.assertFault(source::fetch, GitCodes.REFUSED, "token or key is valid");
          assertThat(source.localHead()).as("what was fetched stays").isPresent();
          Files.writeString(token, "right-token\n");
          origin.write("fleet.yaml", "a: 2\n").commit("renewed in place");
          assertThat(source.fetch().commit().subject()).isEqualTo("renewed in place");
        } finally {
          HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
      }
    }
  }

  private GitSource source(String url, Path token) {
    GitCredential credential = new GitCredential.Token("x-access-token", new SecretRef("file:" + token));
    return GitSource.open(new GitSettings(url, "main", "", credential, temp.resolve("clone"), Duration.ofSeconds(20)));
  }
}
