package io.pvefleet.app.web;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.view.ChangedBy;
import io.pvefleet.app.view.DeclaredHost;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.Power;
import io.pvefleet.app.view.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sample fleet was asked beside its passes: the certificate of busan-002 ends in nine days, incheon-004 shows another
 * one than Git pins, the token of daejeon-005 ends in three weeks, and kim has changed a few VMs by hand.
 */
final class SampleCare {
  private static final String PRINT =
      "4B:1E:93:7C:0A:55:D2:6F:8E:21:C4:97:3D:B0:68:F5:12:AE:7B:44:09:DC:E8:36:51:FA:8D:C3:2E:60:97:%02X";

  private SampleCare() {}

  static void of(FleetBoard board, List<DeclaredHost> hosts, Instant now) {
    for (int h = 0; h < hosts.size(); h++) {
      if (h != 64 && h != 77) {
        Instant at = now.minusSeconds(60 + h * 17L % 3_600);
        board.care(hosts.get(h).host().name(), host(hosts.get(h), h, at));
        if (h % 33 == 7) { // it went silent since; what was known stays as old as it is
          HostCare silent = new HostCare(now.minusSeconds(20), findings(hosts.get(h), h, Duration.ZERO), Optional.empty(), Optional.empty(),
              Optional.empty());
          board.care(hosts.get(h).host().name(), silent);
        }
      }
    }
    for (VmRow vm : List.copyOf(board.view().vms())) {
      vm(board, vm, now);
    }
  }

  private static HostCare host(DeclaredHost host, int h, Instant at) {
    Duration latency = Duration.ofMillis(22 + 7L * h % 61);
    int days = h == 1 ? 9 : 90 + h * 5 % 600;
    HostCare.Pin pin = h == 3 ? HostCare.Pin.MISMATCH : h % 5 == 0 ? HostCare.Pin.AUTHORITY : HostCare.Pin.PINNED;
    HostCare.Expiry expiry =
        h == 4 ? new HostCare.Expiry.Until(at.plus(Duration.ofDays(21)))
            : h % 6 == 5 ? new HostCare.Expiry.Unknown("The token may not read the list of users: Sys.Audit on /access is missing.")
            : new HostCare.Expiry.Never();
    HostCare.Certificate certificate =
        new HostCare.Certificate("CN=" + host.host().name() + ".pharmacy.example", "CN=Proxmox Virtual Environment",
            PRINT.formatted(h & 0xff), at.plus(Duration.ofDays(days)).plusSeconds(4_000), pin, at);
    return new HostCare(at, findings(host, h, latency), Optional.of(new HostCare.Latency(latency, at)), Optional.of(certificate),
        Optional.of(new HostCare.Token("fleet@pve!apply", expiry, at)));
  }

  private static List<Finding> findings(DeclaredHost host, int h, Duration latency) {
    List<Finding> findings = new ArrayList<>();
    String address = host.host().endpoint().getHost();
    findings.add(Finding.good("name", address));
    if (h % 33 == 7) {
      findings.add(Finding.bad("connection", "port 8006: Connect timed out",
          "Look at the VPN, the firewall between, and whether pveproxy runs: systemctl status pveproxy."));
      return findings;
    }
    findings.add(Finding.good("connection", "port 8006 answers after " + latency.toMillis() + " ms"));
    if (h == 3) {
      findings.add(Finding.bad("TLS and token",
          "the certificate is not the pinned one: expected SHA-256 " + PRINT.formatted(0) + ", presented " + PRINT.formatted(h),
          "If the certificate was renewed, take its new fingerprint on the host: openssl x509 -noout -fingerprint -sha256 -in"
              + " /etc/pve/local/pve-ssl.pem, and put it into spec.tls.fingerprint."));
      return findings;
    }
    findings.add(Finding.good("TLS and token", "the certificate is the pinned one; the token is accepted"));
    findings.add(Finding.good("latency", latency.toMillis() + " ms on an open connection"));
    if (h % 6 == 2) {
      findings.add(Finding.bad("guest agents", "missing: VM.GuestAgent.Audit, so that the addresses of VMs with an agent are not known",
          "On the host: pveum role modify ROLE --append 1 --privs VM.GuestAgent.Audit (ROLE is the role of the token)."));
    } else {
      findings.add(Finding.good("privileges", "all 16 that observing and reconciling need"));
    }
    return findings;
  }

  private static void vm(FleetBoard board, VmRow vm, Instant now) {
    String host = vm.ref().host();
    int vmid = vm.ref().vmid();
    int h = Integer.parseInt(host.substring(host.length() - 3));
    if (h % 6 != 3 && vm.power().equals("running") && vm.type().equals("qemu") && vmid != 107) {
      board.addresses(host, vmid, List.of("10." + h / 250 + "." + h % 250 + "." + vmid), now.minusSeconds(40 + vmid % 9 * 50L));
    }
    if (h == 13 && vmid == 102) {
      board.poweredBy(host, vmid, Power.RUNNING, new ChangedBy.Known("lee@pam", now.minusSeconds(9_000), "qmstart",
          "UPID:pve1:0003A0C1:01C2C001:6743A4D0:qmstart:102:lee@pam:", now.minusSeconds(8_940)));
    }
    switch (vm.lastState()) {
      case DRIFTED -> board.changedBy(host, vmid,
          vm.power().equals("stopped")
              ? new ChangedBy.Known("kim@pve", now.minusSeconds(5_231), "qmstop",
                  "UPID:pve1:0003A1F2:01C2D3E4:6743B2A1:qmstop:" + vmid + ":kim@pve:", now.minusSeconds(5_190))
              : new ChangedBy.Unknown(ChangedBy.Why.NO_TASK, now.minusSeconds(5_190)));
      case IN_SYNC, OUT_OF_SYNC, MISSING, PENDING_RESTART, UNMANAGED, HELD, PROGRESSING, FAILED, NOT_CHECKED -> {}
    }
  }
}
