package io.pvefleet.app.alert;

import io.pvefleet.fleet.model.Alerting.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts in force, for everybody who reads them. Thread safe: the list is replaced whole, readers never wait. */
public final class AlertBoard {
  private static final Logger LOG = LoggerFactory.getLogger(AlertBoard.class);

  private static final Comparator<Alert> URGENT_FIRST =
      Comparator.comparing(Alert::severity).reversed().thenComparing(Alert::began).thenComparing(Alert::id);

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile List<Alert> inForce = List.of();

  /** Told what has changed, by the thread that judges: it must return soon. */
  public interface Listener {

    /**
     * Alerts began, ended or both; at least one did.
     *
     * @param ended with the moment at which they did
     */
    void changed(List<Alert> begun, List<Alert> ended);
  }

  /** The critical ones first, then the oldest. */
  public List<Alert> inForce() {
    return inForce;
  }

  /** Of a host and of its VMs. */
  public List<Alert> of(String host) {
    return inForce.stream().filter(alert -> alert.host().equals(host)).toList();
  }

  public List<Alert> of(String host, int vmid) {
    return inForce.stream().filter(alert -> alert.host().equals(host) && alert.vmid().equals(Optional.of(vmid))).toList();
  }

  public long count(Severity severity) {
    return inForce.stream().filter(alert -> alert.severity() == severity).count();
  }

  /** Told of every change from now on, once; not of what an earlier process has told. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** What an earlier process left in force. */
  void recall(List<Alert> alerts) {
    inForce = sorted(alerts);
  }

  void change(List<Alert> nowInForce, List<Alert> begun, List<Alert> ended) {
    inForce = sorted(nowInForce);
    if (begun.isEmpty() && ended.isEmpty()) {
      return;
    }
    for (Listener listener : listeners) {
      try {
        listener.changed(begun, ended);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("A listener of alerts failed and the others go on; please report this with the lines below");
      }
    }
  }

  private static List<Alert> sorted(List<Alert> alerts) {
    return alerts.stream().sorted(URGENT_FIRST).toList();
  }
}
