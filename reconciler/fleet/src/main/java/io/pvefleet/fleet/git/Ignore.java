package io.pvefleet.fleet.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jgit.ignore.IgnoreNode;

/** {@code .fleetignore} at the root of the fleet, in the syntax of {@code .gitignore}. Immutable once made. */
final class Ignore {

  static final String FILE = ".fleetignore";

  private final IgnoreNode node;

  private Ignore(IgnoreNode node) {
    this.node = node;
  }

  static Ignore nothing() {
    return new Ignore(new IgnoreNode());
  }

  static Ignore parse(byte[] content) {
    IgnoreNode node = new IgnoreNode();
    try {
      node.parse(new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException("reading bytes in memory", e);
    }
    return new Ignore(node);
  }

  /** Whether a folder is left out with all that it holds; Git's own folder always is. */
  boolean ignoresFolder(String path) {
    return path.equals(".git") || path.endsWith("/.git") || Boolean.TRUE.equals(node.checkIgnored(path, true));
  }

  /** Whether a file is left out. Its folders are asked before it, so a file in an ignored folder is never asked for. */
  boolean ignoresFile(String path) {
    return Boolean.TRUE.equals(node.checkIgnored(path, false));
  }
}
