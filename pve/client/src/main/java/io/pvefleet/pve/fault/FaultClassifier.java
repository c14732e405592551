package io.pvefleet.pve.fault;

import io.pvefleet.pve.fault.PveException.AlreadyExists;
import io.pvefleet.pve.fault.PveException.Conflict;
import io.pvefleet.pve.fault.PveException.Forbidden;
import io.pvefleet.pve.fault.PveException.Indeterminate;
import io.pvefleet.pve.fault.PveException.NotFound;
import io.pvefleet.pve.fault.PveException.Reason;
import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.fault.PveException.TaskFailed;
import io.pvefleet.pve.fault.PveException.Unauthenticated;
import io.pvefleet.pve.fault.PveException.Unreachable;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveResponse;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns an answer that is no success, or the exit status of a task that did not end well, into one case of {@link
 * PveException}. Proxmox uses neither 404 nor 409 and says most things with 500 and a text, the same text in an answer and
 * in a task's exit status; so one table of texts ({@link FaultTexts}) serves both. Pure.
 */
public final class FaultClassifier {

  private FaultClassifier() {}

  /**
   * The case for an answer, as PVE 7, 8 or 9 shape it.
   *
   * @throws IllegalArgumentException if the answer is a success
   */
  public static PveException of(PveRequest request, PveResponse response) {
    if (response.isSuccess()) {
      throw new IllegalArgumentException("not a fault: " + response.status());
    }
    String text = text(response);
    return switch (response.status()) {
      case 400 -> parameters(text, response.errors());
      case 401 -> new Unauthenticated(text);
      case 403 -> new Forbidden(text);
      // 500: everything that dies in a handler. 501: no such path or method, or a limit. 506: malformed, such as a content type.
      case 500, 501, 506 -> died(request, text);
      // AnyEvent's pseudo status: no connection to the daemon behind the proxy, so nothing was done, whatever the verb.
      case 595 -> new Unreachable(Reason.NO_ANSWER, "the host's proxy could not reach its daemon: 595 " + text);
      // 596: the handler took more than 30 s and goes on working. 597, 599: the daemon's answer broke off.
      // 502 to 504: some other proxy in between.
      case 502, 503, 504, 596, 597, 598, 599 -> noAnswer(request, response.status() + " " + text);
      default ->
          new Unreachable(
              Reason.NOT_PROXMOX, "answered " + response.status() + " " + text + ", which the Proxmox API never does");
    };
  }

  /**
   * The case for the exit status of a stopped task.
   *
   * @param log the task's last log lines; kept where the text is none of the known ones
   * @throws IllegalArgumentException if the task succeeded
   */
  public static PveException ofTask(Upid upid, String exitStatus, List<String> log) {
    return switch (TaskStatus.ofExit(exitStatus)) {
      case TaskStatus.Lost(String text) ->
          new Indeterminate("the end of task " + upid.type() + " is lost" + (text.isEmpty() ? "" : ": " + text), upid);
      case TaskStatus.Failed(String text) -> failed(upid, text, log);
      case TaskStatus.Succeeded ignored -> throw new IllegalArgumentException("not a fault: " + exitStatus);
      case TaskStatus.Running ignored -> throw new IllegalArgumentException("not an exit status: " + exitStatus);
    };
  }

  private static PveException failed(Upid upid, String text, List<String> log) {
    if (text.startsWith("403 ")) {
      return new Forbidden(text.substring(4));
    }
    if (text.startsWith("400 ")) {
      return parameters(FaultTexts.summary(text.substring(4)), FaultTexts.fields(text.substring(4)));
    }
    Optional<PveException> known = FaultTexts.known(text);
    if (known.isPresent()) {
      return known.get();
    }
    return FaultTexts.isProtection(text) ? new Rejected(text, Map.of()) : new TaskFailed(upid, text, log);
  }

  private static PveException parameters(String text, Map<String, String> errors) {
    // GET /cluster/nextid?vmid=N on a taken id: 400 with "VM N already exists"; other texts mean a bad id.
    for (String error : errors.values()) {
      if (FaultTexts.isTakenId(error)) {
        return new AlreadyExists(error);
      }
      if (error.strip().equals("no such task")) {
        return new NotFound(error);
      }
    }
    if (!errors.isEmpty() && errors.values().stream().allMatch(FaultTexts::isOnlyRoot)) {
      return new Forbidden(new Rejected("", errors).message());
    }
    return new Rejected(text, errors);
  }

  private static PveException died(PveRequest request, String text) {
    if (FaultTexts.isNoWorker(text)) {
      return noAnswer(request, text);
    }
    return FaultTexts.known(text).orElseGet(() -> new Rejected(text, Map.of()));
  }

  private static PveException noAnswer(PveRequest request, String text) {
    return request.method().isSafe()
        ? new Unreachable(Reason.NO_ANSWER, "no answer from the host's daemon: " + text)
        : new Indeterminate("the host did not say whether it carried this out: " + text);
  }

  private static String text(PveResponse response) {
    if (!response.message().isBlank()) {
      return response.message();
    }
    return response.reason().isBlank() ? "status " + response.status() : response.reason();
  }
}
