package io.pvefleet.fleet.schema;

/** Paths of values as people write them: {@code spec.disks.scsi0.size}, {@code spec.tags[0]}. */
public final class YamlPath {

  private YamlPath() {}

  /** The path of a key; one that holds a dot or a bracket is quoted: {@code labels["a.b"]}. */
  public static String key(String parent, String key) {
    if (key.indexOf('.') >= 0 || key.indexOf('[') >= 0 || key.isEmpty()) {
      return parent + "[\"" + key + "\"]";
    }
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** The path of an item; the first is 0. */
  public static String item(String parent, int index) {
    return parent + "[" + index + "]";
  }
}
