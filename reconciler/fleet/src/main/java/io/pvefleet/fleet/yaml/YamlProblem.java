package io.pvefleet.fleet.yaml;

/**
 * Why a text, or a part of it, is no tree.
 *
 * @param value the offending text, may be empty
 * @param detail what is wrong, one sentence
 * @param remedy what to do, one sentence
 */
public record YamlProblem(Kind kind, Place place, String value, String detail, String remedy) {

  /** What sort of problem it is; the loader gives each sort its code. */
  public enum Kind {
    /** The text is not YAML, or uses a part of YAML that a fleet repository has no use for. */
    SYNTAX,
    /** A mapping has the same key twice. */
    DUPLICATE_KEY,
    /** The bytes are no UTF-8 text. */
    ENCODING,
    /** The text is too large, too deep or expands to too much. */
    LIMIT
  }
}
