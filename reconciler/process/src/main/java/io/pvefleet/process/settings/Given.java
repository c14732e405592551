package io.pvefleet.process.settings;

import io.pvefleet.fleet.diagnostic.Code;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.yaml.Place;
import java.nio.file.Path;

/**
 * A value of a setting and who gave it.
 *
 * @param folder that it starts from where it is a relative path
 */
public record Given(Setting setting, String text, Origin origin, Path folder) {

  /** Who gave a value. */
  public sealed interface Origin {
    /** An option or a variable, by its name. */
    record Named(String name) implements Origin {}

    /** A line of the file. */
    record Line(Place place) implements Origin {}

    /** Nobody. */
    record Fallback() implements Origin {}
  }

  /** A path is absolute from here on. */
  public Path asPath() {
    return folder.resolve(text).toAbsolutePath().normalize();
  }

  /** What is wrong with it, at its place; a value that may be secret is not repeated. */
  public Diagnostic error(Code code, String detail, String remedy) {
    String value = setting.type() instanceof SettingType.Reference || code.equals(SettingsCodes.SECRET) ? "" : text;
    return switch (origin) {
      case Origin.Line(Place place) -> Diagnostic.error(code, place, setting.path(), value, detail, remedy);
      case Origin.Named(String name) -> Diagnostic.errorOfAll(code, value, name + ": " + detail, remedy);
      case Origin.Fallback _ -> Diagnostic.errorOfAll(code, value, setting.path() + " is not set: " + detail, remedy);
    };
  }
}
