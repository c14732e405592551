package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that count, each from the strongest of its sources. */
public final class GivenValues {
  private final Map<Setting, Given> given;
  private final Set<Setting> refused;
  private final Function<String, @Nullable String> environment;

  GivenValues(Map<Setting, Given> given, Set<Setting> refused, Function<String, @Nullable String> environment) {
    this.given = Map.copyOf(given);
    this.refused = Set.copyOf(refused);
    this.environment = environment;
  }

  public Optional<Given> value(Setting setting) {
    return Optional.ofNullable(given.get(setting));
  }

  /** Whether it was given and is missing here because something is wrong with it, which was said. */
  public boolean isRefused(Setting setting) {
    return refused.contains(setting);
  }

  /** @throws java.util.NoSuchElementException if it has neither value nor default */
  public String text(Setting setting) {
    return value(setting).orElseThrow().text();
  }

  public Duration span(Setting setting) {
    return SettingType.Span.parse(text(setting));
  }

  public int whole(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  /** {@code System::getenv}. */
  public Function<String, @Nullable String> environment() {
    return environment;
  }

  /** What is wrong where a reference leads to no secret; reads it and forgets it. */
  public Optional<Diagnostic> missingSecret(Given reference) {
    try {
      // Bad permissions are a warning of the process' log, which has a time.
      new Secrets(environment, _ -> { }).read(reference.text());
      return Optional.empty();
    } catch (SecretException e) {
      return Optional.of(
          reference.error(SettingsCodes.NO_SECRET, e.getMessage(), "Put the secret there, or correct the reference."));
    }
  }
}
