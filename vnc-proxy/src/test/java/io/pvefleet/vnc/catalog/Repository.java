package io.pvefleet.vnc.catalog;

import io.pvefleet.fleet.git.GitCredential;
import io.pvefleet.fleet.git.GitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A fleet repository in a folder, with one site, one host and one till. */
public final class Repository {
  private static final PersonIdent AUTHOR = new PersonIdent("Kim", "kim@example.invalid");
  private final Path folder;

  public Repository(Path folder) {
    this.folder = folder;
    file("fleet.yaml", "apiVersion: pvefleet/v1\nkind: Fleet\nmetadata: {name: f}\nspec: {timeZone: Asia/Seoul}\n");
    file("sites/seoul-001/site.yaml", """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: seoul-001, labels: {region: capital}}
        spec: {displayName: 서울 1호점}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: seoul-001}
        spec: {endpoint: "https://100.64.0.10:8006", tokenRef: env:TOKEN}
        """);
    file("profiles/base.yaml", "apiVersion: pvefleet/v1\nkind: Profile\nmetadata: {name: base}\nspec: {whatever: {it: [is, 1, null]}}\n");
    file("sites/seoul-001/vms.yaml", """
        apiVersion: pvefleet/v1
        kind: VirtualMachine
        metadata: {name: pos-01, labels: {role: pos}}
        spec: {vmid: 102, profiles: [base], disks: {scsi0: {storage: 7, size: [nonsense]}}, memory: null, unheard: of}
        """);
    policy("user", "kim");
    commit("Begin");
  }

  public Repository policy(String subject, String name) {
    return file("access/p.yaml", """
        apiVersion: pvefleet/v1
        kind: AccessPolicy
        metadata: {name: p}
        spec: {subjects: [{%s: %s}], verbs: [console]}
        """.formatted(subject, name));
  }

  public Repository file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Returns the commit's id. */
  public String commit(String message) {
    try (Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call()) {
      git.add().addFilepattern(".").call();
      return git.commit().setMessage(message).setAuthor(AUTHOR).setCommitter(AUTHOR).setSign(false).call().getId().name();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  public GitSettings settings(Path clone) {
    return new GitSettings(folder.toUri().toString(), "main", "", new GitCredential.None(), clone, Duration.ofSeconds(10));
  }

  public Path folder() {
    return folder;
  }
}
