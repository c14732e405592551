package io.pvefleet.vnc.login;

import io.pvefleet.process.settings.SettingsFault;
import org.springframework.boot.SpringBootExceptionReporter;

/** Keeps the server from writing a stack trace over mistakes of settings, which the command line says in its own words. */
final class ToldElsewhere implements SpringBootExceptionReporter {
  /** Deeper than any chain of causes, and an end where one names itself. */
  private static final int DEEPEST = 20;

  @Override
  public boolean reportException(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
      if (cause instanceof SettingsFault) {
        return true;
      }
    }
    return false;
  }
}
