package io.pvefleet.engine.run;

import io.pvefleet.engine.plan.Step;
import io.pvefleet.pve.wire.PveRequest;

/** Which type of task a request starts; source: the recorded action table of Proxmox VE 9.2. */
final class TaskTypes {

  private TaskTypes() {}

  static String of(Step step) {
    if (step.request().method() == PveRequest.Method.DELETE) {
      return "qmdestroy";
    }
    String path = step.request().path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (step.request().method() == PveRequest.Method.DELETE) {
      return "qmdestroy";
    }
    return switch (last) {
      case "qemu" -> "qmcreate";
      case "clone" -> "qmclone";
      case "config" -> "qmconfig";
      case "resize" -> "resize";
      case "move_disk" -> "qmmove";
      case "template" -> "qmtemplate";
      case "start" -> "qmstart";
      case "stop" -> "qmstop";
      case "shutdown" -> "qmshutdown";
      case "reboot" -> "qmreboot";
      case "resume" -> "qmresume";
      case "suspend" -> "qmpause";
      default -> "qm" + last;
    };
  }
}
