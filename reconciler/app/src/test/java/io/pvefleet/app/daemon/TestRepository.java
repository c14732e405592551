package io.pvefleet.app.daemon;

import io.pvefleet.pve.simulator.http.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/** A fleet repository for simulated hosts, made and changed by tests as an engineer would. */
final class TestRepository implements AutoCloseable {
  private final Path folder;
  private final Git git;

  private TestRepository(Path folder, Git git) {
    this.folder = folder;
    this.git = git;
  }

  /** One site a host, with so many small VMs from vmid 101 on, all running. */
  static TestRepository of(Path folder, List<SimulatedHost> hosts, int vmsPerHost) throws IOException, GitAPIException {
    Files.createDirectories(folder);
    TestRepository made = new TestRepository(folder, Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call());
    made.write("fleet.yaml", """
        apiVersion: pvefleet/v1
        kind: Fleet
        metadata: {name: test-fleet}
        spec: {interval: 10s, timeZone: Asia/Seoul}
        """);
    for (SimulatedHost host : hosts) {
      made.host(host.name(), host);
      made.write("sites/" + host.name() + "/vms.yaml", vms(vmsPerHost, "512MiB"));
    }
    made.commit("Declare the fleet");
    return made;
  }

  /** Declares a host under a name of its own; its site is named alike. */
  void host(String name, SimulatedHost host) throws IOException {
    host(name, host, host.fingerprint(), "");
  }

  /** As {@link #host(String, SimulatedHost)}, with another fingerprint and more lines of its spec. */
  void host(String name, SimulatedHost host, String fingerprint, String more) throws IOException {
    Path token = folder.resolveSibling(name + ".token");
    Files.writeString(token, host.token());
    Files.setPosixFilePermissions(token, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    write("sites/" + name + "/site.yaml", """
        apiVersion: pvefleet/v1
        kind: Site
        metadata: {name: %1$s}
        spec: {displayName: Pharmacy %1$s, timeZone: Asia/Seoul}
        ---
        apiVersion: pvefleet/v1
        kind: Host
        metadata: {name: %1$s}
        spec:
          endpoint: %2$s
          tls: {fingerprint: "%3$s"}
          tokenRef: file:%4$s
        """.formatted(name, host.endpoint(), fingerprint, token) + more);
  }

  static String vms(int count, String memory) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("""
          ---
          apiVersion: pvefleet/v1
          kind: VirtualMachine
          metadata: {name: vm-%1$d, labels: {role: kiosk}}
          spec:
            vmid: %2$d
            power: running
            cpu: {cores: 1}
            memory: %3$s
            disks:
              scsi0: {storage: local-lvm, size: 1GiB}
          """.formatted(i + 1, 101 + i, memory));
    }
    return text.toString();
  }

  Path folder() {
    return folder;
  }

  void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Takes a file or a folder out. */
  void remove(String path) throws GitAPIException {
    git.rm().addFilepattern(path).call();
  }

  /** As a forced push would: the branch is at that commit, whatever it was before. */
  void moveTo(String commit) throws GitAPIException {
    git.reset().setMode(ResetCommand.ResetType.HARD).setRef(commit).call();
  }

  /** Another name for the branch main; the old one is gone. */
  void renameBranch(String from, String to) throws GitAPIException {
    git.branchRename().setOldName(from).setNewName(to).call();
  }

  String commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    PersonIdent engineer = new PersonIdent("Kim Minji", "minji@example.org");
    return git.commit().setMessage(message).setAuthor(engineer).setCommitter(engineer).setSign(false).call().name();
  }

  @Override
  public void close() {
    git.close();
  }
}
