package io.pvefleet.fleet.yaml;

/**
 * Where something stands in the fleet repository.
 *
 * @param file path relative to the root of the repository, with forward slashes
 * @param line first line is 1
 * @param column first column is 1, counted in characters
 */
public record Place(String file, int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
  }

  /** {@code file:line:column}, the form that editors and terminals turn into a link. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
