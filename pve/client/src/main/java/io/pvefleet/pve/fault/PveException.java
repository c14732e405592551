package io.pvefleet.pve.fault;

import io.pvefleet.pve.wire.Upid;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A call or a task of the Proxmox API that did not succeed. The cases differ in what the caller may conclude and do;
 * switch over them without a {@code default}.
 *
 * <p>{@link #getMessage()} is one line for people, mostly Proxmox's own words; it holds no secret. Immutable.
 */
public abstract sealed class PveException extends RuntimeException {

  /** Longest text kept: a status line may carry kilobytes, a log line and a table cell should not. */
  private static final int MAX_MESSAGE = 1000;

  PveException(String message) {
    super(oneLine(message));
  }

  PveException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** {@link #getMessage()}, never null. */
  public String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** Why nothing came back from a host. */
  public enum Reason {
    /** The name has no address, or the address no route, or nobody listens there, or it stays silent while connecting. */
    CONNECT,
    /** TLS failed: no trust, a wrong name, no common version. */
    TLS,
    /** The certificate is not the pinned one. */
    PIN,
    /** The request went out (or found no daemon behind the proxy: 595), and no usable answer came. */
    NO_ANSWER,
    /** Something answered that is not the Proxmox API: a redirect, a 404, HTML, more than any answer of it. */
    NOT_PROXMOX,
    /** Not tried: the host has not answered lately, and the next probe is not due. */
    CIRCUIT_OPEN,
    /** Not tried: no permit became free among the host's few concurrent calls, or the waiting thread was interrupted. */
    NOT_SENT
  }

  /**
   * No answer that could be used. For a write it also says that <b>nothing was done</b>: where a write may have
   * arrived, {@link Indeterminate} is thrown instead.
   */
  public static final class Unreachable extends PveException {
    private final Reason reason;

    public Unreachable(Reason reason, String message) {
      super(message);
      this.reason = reason;
    }

    public Unreachable(Reason reason, String message, Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }

  /** 401: the token or password is unknown, wrong, expired or disabled, or the user needs a second factor. Nothing was done. */
  public static final class Unauthenticated extends PveException {
    public Unauthenticated(String message) {
      super(message);
    }
  }

  /**
   * The identity lacks a privilege (403), or only {@code root@pam} itself may do this (a 500 or 400). Nothing was done.
   * Where only single guests are granted, a guest that does not exist answers so too: it is no proof of existence.
   */
  public static final class Forbidden extends PveException {
    public Forbidden(String message) {
      super(message);
    }
  }

  /**
   * The guest, snapshot or task that the <b>path</b> names does not exist on this node. Something else that is missing (a
   * storage, a node, a volume named by a parameter) is {@link Rejected}, so that it can never look like a missing guest.
   */
  public static final class NotFound extends PveException {
    public NotFound(String message) {
      super(message);
    }
  }

  /** The id or name that a call wanted to take is taken. Nothing was done. */
  public static final class AlreadyExists extends PveException {
    public AlreadyExists(String message) {
      super(message);
    }
  }

  /** What stands in the way of a {@link Locked} call. */
  public enum Lock {
    /** A mutating task of the same guest runs, or the host cleans up after one; seconds, rarely half a minute. */
    GUEST_FILE,
    /** The guest's configuration carries {@code lock:}; minutes to hours, or for ever where a worker died. */
    GUEST_CONFIG,
    /** A storage is busy. */
    STORAGE,
    /** The cluster file system is busy, not mounted or without quorum; reads work, writes do not. */
    CLUSTER
  }

  /** Not now: something else holds the object. Nothing was done, except that a task may have cleaned up after itself. */
  public static final class Locked extends PveException {
    private final Lock lock;
    private final String configLock;

    /**
     * @param configLock the value of {@code lock:}, for example {@code backup}; empty text for the other kinds
     */
    public Locked(Lock lock, String configLock, String message) {
      super(message);
      this.lock = lock;
      this.configLock = configLock;
    }

    public Lock lock() {
      return lock;
    }

    /** The value of {@code lock:} in the guest's configuration, for example {@code backup}. */
    public Optional<String> configLock() {
      return configLock.isEmpty() ? Optional.empty() : Optional.of(configLock);
    }
  }

  /** The digest moved: somebody else changed the object since it was read. Nothing was done; plan afresh. */
  public static final class Conflict extends PveException {
    public Conflict(String message) {
      super(message);
    }
  }

  /**
   * The host understood and said no: parameters, state, protection, a missing storage. After a refused change of a
   * configuration some of its keys may have been kept all the same (a hot-plug problem is a 400 <i>after</i> the write, and a 500
   * can leave pending values behind): read before the next decision.
   */
  public static final class Rejected extends PveException {
    private final Map<String, String> fields;

    public Rejected(String message, Map<String, String> fields) {
      super(fields.isEmpty() ? message : message + " " + texts(fields));
      this.fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** Text per parameter, sorted by parameter; empty where the host named none. */
    public Map<String, String> fields() {
      return fields;
    }

    private static String texts(Map<String, String> fields) {
      return new TreeMap<>(fields)
          .entrySet().stream().map(e -> e.getKey() + ": " + e.getValue().strip()).collect(Collectors.joining("; "));
    }
  }

  /** A task ran and ended with an error that is none of the other cases. What it had done by then must be read. */
  public static final class TaskFailed extends PveException {
    private final Upid upid;
    private final List<String> log;

    public TaskFailed(Upid upid, String exitStatus, List<String> log) {
      super(exitStatus);
      this.upid = upid;
      this.log = List.copyOf(log);
    }

    public Upid upid() {
      return upid;
    }

    /** The last lines of the task's log, oldest first; empty where it could not be read. */
    public List<String> log() {
      return log;
    }
  }

  /**
   * Nobody knows whether a write was carried out: the answer was lost (EOF, timeout, 596), or its task's end is. Settle it
   * by reading the object and the task list, never by sending again.
   */
  public static final class Indeterminate extends PveException {
    private final Optional<Upid> upid;

    public Indeterminate(String message) {
      super(message);
      this.upid = Optional.empty();
    }

    public Indeterminate(String message, Throwable cause) {
      super(message, cause);
      this.upid = Optional.empty();
    }

    public Indeterminate(String message, Upid upid) {
      super(message);
      this.upid = Optional.of(upid);
    }

    /** The task whose end is not known; empty where the answer that would have named it was lost. */
    public Optional<Upid> upid() {
      return upid;
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 3) + "...";
  }
}
