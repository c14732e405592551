package io.pvefleet.engine.kinds.vm;

import io.pvefleet.fleet.yaml.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** A hash of what a document wants of the host, whatever file, line or order it stands in. */
final class SpecHash {

  private static final Place NOWHERE = new Place("", 0, 0);

  private SpecHash() {}

  static String of(int vmid, Vm.DesiredPower power, Optional<Vm.Template> source, SequencedMap<String, Wanted> options) {
    StringBuilder text = new StringBuilder();
    text.append(vmid).append('\n').append(power).append('\n');
    source.ifPresent(s -> text.append(new Vm.Template(s.vmid(), s.full(), s.storage(), NOWHERE)).append('\n'));
    new TreeMap<>(options).forEach((option, wanted) -> text.append(option).append('=').append(plain(wanted)).append('\n'));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What is wanted, without where it stands. */
  private static String plain(Wanted wanted) {
    return switch (wanted) {
      case Wanted.Absent ignored -> "absent";
      case Wanted.Value value -> "value " + value.text();
      case Wanted.Properties properties -> "properties " + plain(properties.properties());
      case Wanted.Disk disk ->
          "disk "
              + disk.source()
              + " "
              + disk.storage().flatMap(Wanted.Property::value)
              + " "
              + disk.size().map(Wanted.Size::mebibytes)
              + " "
              + plain(disk.properties());
      case Wanted.Cdrom cdrom -> "cdrom " + cdrom.medium();
      case Wanted.CloudInitDrive drive -> "cloudinit " + drive.storage();
      case Wanted.Tags tags -> "tags " + tags.tags() + tags.exact();
      case Wanted.SshKeys keys -> "keys " + keys.keys();
      case Wanted.BootOrder order -> "order " + order.slots();
      case Wanted.Secret secret -> "secret " + secret.reference();
    };
  }

  private static String plain(Map<String, Wanted.Property> properties) {
    Map<String, Optional<String>> values = new TreeMap<>();
    properties.forEach((name, property) -> values.put(name, property.value()));
    return values.toString();
  }
}
