package io.pvefleet.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.PveHostLines;
import io.pvefleet.app.simulate.Simulation;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.cli.Exit;
import io.pvefleet.process.cli.Terminal;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deletion as a person allows it on the command line, against a simulated host. */
class ApproveCommandTest {

  private static final String VM = "seoul-001/101";

  @TempDir Path folder;
  private Simulation simulation;

  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void aVmThatAsksForItsDeletionHasLeftGit() throws IOException {
    simulation = Simulation.start(Simulation.Wish.fast(1, 2));
    simulation.writeRepository(folder.resolve("fleet"), 2);
    Path vms = folder.resolve("fleet/sites/seoul-001/vms.yaml");
    String declared = Files.readString(vms);
    String lifecycle = "  lifecycle: {protect: false, onRemove: delete, disks: delete}\n";
    Files.writeString(vms, declared.replace("  vmid: 101\n", "  vmid: 101\n" + lifecycle));
    assertThat(run("apply", "--yes").exit()).isZero();
    Files.writeString(vms, declared.substring(declared.indexOf("---\n") + 4));
  }

  @AfterEach
  void stop() {
    simulation.close();
  }

  @Test
  void aDeletionWaitsUntilItIsApprovedAndIsThenCarriedOutOnce() {
    Said held = run("apply", "--yes");
    assertThat(held.exit()).isEqualTo(Exit.HELD);
    assertThat(held.out()).contains("held (approval, PVF-0403): delete", "`pvefleet approve " + VM + "`");

    Said approved = run("approve", VM, "--yes", "--for", "2h");
    assertThat(approved.exit()).as(approved.err()).isZero();
    assertThat(approved.out()).contains("101 server-01", "disks.scsi0");
    assertThat(run("approve", "--list").out()).contains(VM + " server-01  by ", ", until ", "commit worktree");
    assertThat(run("plan").out()).contains("- 101 server-01  delete", "approved by ");

    Said deleted = run("apply", "--yes");
    assertThat(deleted.exit()).as(deleted.out() + deleted.err()).isZero();
    assertThat(deleted.err()).contains("1 done, 0 failed");
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
    assertThat(run("approve", "--list").err()).contains("Nothing is approved.");
    assertThat(run("events", "--kind", "approval").out()).contains("approved until", "is used: delete with");
  }

  @Test
  void anApprovalIsVoidOnceTheVmIsAnotherThanWhatWasApproved() {
    assertThat(run("approve", VM, "--yes").exit()).isZero();
    behindTheBack(PveRequest.post("/nodes/pve1/qemu/101/config").with("description", "still needed"));

    Said plan = run("plan");
    assertThat(plan.out().replaceAll("\\s+", " ")).contains("does not hold any more: the VM's configuration changed on the host.");
    assertThat(run("apply", "--yes").exit()).isEqualTo(Exit.HELD);
  }

  @Test
  void onlyWhatWaitsForAnApprovalIsApprovedAndThatCanBeTakenBack() {
    assertThat(run("approve", "seoul-001/102", "--yes").err()).contains("PVF-0416", "seoul-001/102");
    assertThat(run("approve", VM, "--commit", "abc", "--yes").err()).contains("PVF-0417");
    assertThat(run("approve", VM, "--for", "9000h", "--yes").err()).contains("PVF-0510");
    assertThat(run("approve", "101", "--yes").err()).contains("PVF-0510");
    assertThat(run("approve", VM).err()).contains("PVF-0512");
    assertThat(run("approve", "--list").err()).contains("Nothing is approved.");

    assertThat(run("plan", "--out", "plan.json").exit()).isZero();
    assertThat(run("approve", "--plan", "plan.json", "--yes").exit()).isZero();
    assertThat(run("plan").out()).contains("approved by ");
    assertThat(run("approve", "--withdraw", VM).exit()).isZero();
    assertThat(run("plan").out()).contains("held (approval, PVF-0403)");
    assertThat(run("approve", "--withdraw", VM).err()).contains("PVF-0418");
  }

  private void behindTheBack(PveRequest request) {
    Terminal terminal = terminal(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    Host host = FleetInput.read(terminal, ".").fleet().orElseThrow().host("seoul-001").orElseThrow().host();
    try (PveHostLines lines = Session.lines(terminal)) {
      HostLine line = lines.to(host);
      Answer answer = line.ask(request);
      line.await(Upid.parse(((Answer.Data) answer).data().asString("")).orElseThrow(), Duration.ofSeconds(30));
    }
  }

  private Said run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new Cli(terminal(out, err)).run(args);
    return new Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Terminal terminal(ByteArrayOutputStream out, ByteArrayOutputStream err) {
    Map<String, String> environment = Map.of("PVEFLEET_STATE", folder.resolve("state").toString());
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        InputStream.nullInputStream(), environment::get, Set.of(), folder.resolve("fleet"));
  }
}
