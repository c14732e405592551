package io.pvefleet.vnc.doctor;

import io.pvefleet.process.secret.SecretException;
import io.pvefleet.pve.fault.PveException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Takes steps one after the other, with their times, until one goes wrong. */
final class Steps {
  private final LongSupplier nanos;
  private final List<Finding> findings = new ArrayList<>();

  /** @param nanos as {@code System::nanoTime} */
  Steps(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * What a step that went well leaves to the next.
   *
   * @param text for people
   */
  record Good<T>(T value, String text) {}

  /** The step went wrong, for a reason that the step knows. */
  static final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    private final String remedy;

    Trouble(String text, String remedy) {
      super(text);
      this.remedy = remedy;
    }
  }

  /** A step went wrong and was noted; the next would be pointless. */
  static final class Stuck extends Exception {
    private static final long serialVersionUID = 1;

    Stuck(Throwable cause) {
      super(cause);
    }
  }

  /** Something to try. */
  interface Attempt<T> {
    Good<T> go() throws Trouble;
  }

  /** Tries it and notes what came of it. */
  <T> T take(String step, Attempt<T> attempt) throws Stuck {
    long start = nanos.getAsLong();
    try {
      Good<T> good = attempt.go();
      note(step, true, start, good.text(), "");
      return good.value();
    } catch (Trouble e) {
      note(step, false, start, String.valueOf(e.getMessage()), e.remedy);
      throw new Stuck(e);
    } catch (SecretException e) {
      note(step, false, start, e.getMessage(), "Put the token there, or correct the host's tokenRef.");
      throw new Stuck(e);
    } catch (PveException e) {
      note(step, false, start, e.message(), Remedies.of(e));
      throw new Stuck(e);
    }
  }

  private void note(String step, boolean isGood, long start, String text, String remedy) {
    findings.add(new Finding(step, isGood, Duration.ofNanos(nanos.getAsLong() - start), text, remedy));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
