package io.pvefleet.app.reconcile;

import io.pvefleet.app.pve.HostLine;
import io.pvefleet.app.pve.HostLines;
import io.pvefleet.app.store.Store;
import io.pvefleet.engine.port.Answer;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.Upid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process that is killed at its n-th boundary: the moments before and after each write to the store and each call that changes
 * something on the host, or waits for its task. From then on it does nothing any more, neither in the store nor on the host, and
 * gives nothing back. Thread safe.
 */
final class Doom {

  /** Store methods that change nothing. */
  private static final Set<String> READS =
      Set.of("of", "all", "list", "listOf", "find", "changes", "changesOf", "unfinished", "last", "holder");

  private final int fatal;
  private final String fatalName;
  private final Runnable fate;
  private final List<String> passed = new ArrayList<>();
  private boolean isDead;

  Doom(int fatal) {
    this(fatal, "", () -> {});
  }

  private Doom(int fatal, String fatalName, Runnable fate) {
    this.fatal = fatal;
    this.fatalName = fatalName;
    this.fate = fate;
  }

  /** Killed at the first boundary of that name. */
  static Doom at(String boundary) {
    return new Doom(Integer.MAX_VALUE, boundary, () -> {});
  }

  /** Lives, but stands still at the first boundary of that name for as long as this takes. */
  static Doom standingStillAt(String boundary, Runnable meanwhile) {
    return new Doom(0, boundary, meanwhile);
  }

  /** The process is no more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String where) {
      super(where, null, false, false);
    }
  }

  synchronized boolean isDead() {
    return isDead;
  }

  /** Names of the boundaries that were passed, the fatal one last. */
  synchronized List<String> passed() {
    return List.copyOf(passed);
  }

  private void boundary(String name) {
    boolean isFirst;
    synchronized (this) {
      alive();
      isFirst = !passed.contains(name);
      passed.add(name);
      if (passed.size() == fatal || fatal != 0 && name.equals(fatalName)) {
        isDead = true;
        throw new Killed(name);
      }
    }
    if (fatal == 0 && isFirst && name.equals(fatalName)) {
      fate.run();
    }
  }

  private synchronized void alive() {
    if (isDead) {
      throw new Killed("dead already");
    }
  }

  Store store(Store real) {
    return (Store) wrap(Store.class, real, "");
  }

  /** Rooms of the store are wrapped in turn. */
  private Object wrap(Class<?> type, Object real, String room) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(real, args);
      }
      boolean isRoom = room.isEmpty() && method.getParameterCount() == 0 && method.getReturnType().isInterface();
      if (isRoom) {
        return wrap(method.getReturnType(), invoke(real, method, args), method.getName());
      }
      if (READS.contains(method.getName())) {
        alive();
        return invoke(real, method, args);
      }
      String name = room + "." + method.getName() + stage(args);
      boundary("before " + name);
      Object result = invoke(real, method, args);
      boundary("after " + name);
      return result;
    });
  }

  private static String stage(Object[] args) {
    return args != null && args.length > 0 && args[0] instanceof io.pvefleet.app.store.Journal.Entry entry
        ? " " + entry.stage().word() + " " + entry.step()
        : "";
  }

  private static Object invoke(Object real, java.lang.reflect.Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  HostLines lines(HostLines real) {
    return new HostLines() {
      @Override
      public HostLine to(Host host) {
        return new DoomedLine(real.to(host));
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private final class DoomedLine implements HostLine {
    private final HostLine real;

    DoomedLine(HostLine real) {
      this.real = real;
    }

    @Override
    public Answer ask(PveRequest request) {
      if (request.method() == PveRequest.Method.GET) {
        alive();
        return real.ask(request);
      }
      boundary("request lost: " + request.method() + " " + request.path());
      Answer answer = real.ask(request);
      boundary("answer lost: " + request.method() + " " + request.path());
      return answer;
    }

    @Override
    public Optional<String> user() {
      return real.user();
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      boundary("during task " + upid.type());
      TaskOver over = real.await(upid, limit);
      boundary("task over " + upid.type());
      return over;
    }
  }
}
