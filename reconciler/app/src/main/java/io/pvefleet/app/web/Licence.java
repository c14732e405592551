package io.pvefleet.app.web;

import java.util.List;

/**
 * Something that is delivered with the reconciler.
 *
 * @param name as its makers call it
 * @param terms SPDX expression
 */
public record Licence(String name, String terms) {

  /** What the program is built from; what these bring with them has the same terms or laxer ones. */
  static final List<Licence> BUNDLED = List.of(
      new Licence("pvefleet", "Apache-2.0"),
      new Licence("Angus Activation", "BSD-3-Clause"),
      new Licence("Angus Mail", "EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0"),
      new Licence("Apache Commons Codec", "Apache-2.0"),
      new Licence("Apache MINA SSHD", "Apache-2.0"),
      new Licence("Apache Tomcat", "Apache-2.0"),
      new Licence("Eclipse JGit", "BSD-3-Clause"),
      new Licence("HdrHistogram", "BSD-2-Clause"),
      new Licence("Jackson", "Apache-2.0"),
      new Licence("JavaEWAH", "Apache-2.0"),
      new Licence("JSpecify", "Apache-2.0"),
      new Licence("Kotlin", "Apache-2.0"),
      new Licence("Logback", "EPL-1.0 OR LGPL-2.1-only"),
      new Licence("Micrometer", "Apache-2.0"),
      new Licence("OkHttp, Okio", "Apache-2.0"),
      new Licence("picocli", "Apache-2.0"),
      new Licence("Prometheus client", "Apache-2.0"),
      new Licence("Quartz", "Apache-2.0"),
      new Licence("SLF4J", "MIT"),
      new Licence("SnakeYAML, SnakeYAML Engine", "Apache-2.0"),
      new Licence("Spring Boot, Spring Framework", "Apache-2.0"),
      new Licence("SQLite", "blessing"),
      new Licence("SQLite JDBC", "Apache-2.0 AND BSD-2-Clause"),
      new Licence("Thymeleaf, AttoParser, Unbescape", "Apache-2.0"));
}
