package io.pvefleet.fleet.diagnostic;

import io.pvefleet.fleet.yaml.Place;
import java.util.Optional;

/**
 * One finding about an input, ready to be rendered as text, JSON, GitHub annotation or SARIF.
 *
 * @param code stable code with its constant summary; each has a page under docs/errors
 * @param place where the value stands; empty where the finding concerns the repository as a whole
 * @param yamlPath path of the value inside its document, for example {@code spec.disks.scsi0.storage}; may be empty
 * @param value the offending value as text; may be empty; never a secret
 * @param detail what is wrong, naming the value
 * @param remedy what to do, as an instruction
 */
public record Diagnostic(
    Code code, Severity severity, Optional<Place> place, String yamlPath, String value, String detail, String remedy) {

  /** An error at a place. */
  public static Diagnostic error(Code code, Place place, String yamlPath, String value, String detail, String remedy) {
    return new Diagnostic(code, Severity.ERROR, Optional.of(place), yamlPath, value, detail, remedy);
  }

  /** An error of the repository as a whole. */
  public static Diagnostic errorOfAll(Code code, String value, String detail, String remedy) {
    return new Diagnostic(code, Severity.ERROR, Optional.empty(), "", value, detail, remedy);
  }

  /** Errors reject the commit; warnings are shown and change nothing. */
  public enum Severity {
    ERROR,
    WARNING
  }
}
