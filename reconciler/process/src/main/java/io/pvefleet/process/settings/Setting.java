package io.pvefleet.process.settings;

import java.util.Locale;

/**
 * One thing that a process can be told. Each process lists its own as an enum: the file's keys, the variables' names, the options,
 * their help and the table in docs/configuration.md all come from there.
 */
public interface Setting {

  /** Everything about it but the name of its variable, which depends on the process. */
  Definition definition();

  /** The process' prefix and the path in capitals, for example {@code PVEFLEET_HTTP_PORT}. */
  String variable();

  /** Path in the file, for example {@code http.port}. */
  default String path() {
    return definition().path();
  }

  /** Option of the command; {@code URL} for its argument; empty for what nobody changes from one start to the next. */
  default String option() {
    return definition().option();
  }

  /** What stands for the value in the help. */
  default String placeholder() {
    return definition().placeholder();
  }

  default SettingType type() {
    return definition().type();
  }

  /** What the value may be, in words. */
  default String typeTitle() {
    return type().title();
  }

  /** The value where none is given; empty where there is none. */
  default String fallback() {
    return definition().fallback();
  }

  /** What it is for; code in backquotes. */
  default String description() {
    return definition().description();
  }

  /** The name of the variable for a path of the file. */
  static String variable(String prefix, String path) {
    return prefix + path.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /**
   * What defines a setting.
   *
   * @param path of at most two parts: a group and a key
   * @param placeholder for the value in the help; empty where there is no option
   */
  record Definition(String path, String option, String placeholder, SettingType type, String fallback, String description) {}
}
