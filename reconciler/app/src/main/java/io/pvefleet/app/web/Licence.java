package io.pvefleet.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Something that is delivered with pvefleet.
 *
 * @param name as its makers call it
 * @param terms SPDX expression
 */
public record Licence(String name, String terms) {

  /** Written by hand, since hardly a jar says its terms; a test holds the list against what is packaged of both programs. */
  static final List<Licence> BUNDLED = read();

  private static List<Licence> read() {
    try (InputStream list = Objects.requireNonNull(Licence.class.getResourceAsStream("/licences.txt"), "the build puts it there")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", -1))
          .map(cells -> new Licence(cells[0], cells[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
