package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kind.Parsed;
import io.pvefleet.engine.kinds.vm.schema.VmSchema;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.resolve.Claim;
import io.pvefleet.fleet.resolve.GuestKind;
import io.pvefleet.fleet.resolve.ResolvedDocument;
import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The kind VirtualMachine. Pure and safe for many threads. */
public final class VmKind implements GuestKind {

  public static final String NAME = "VirtualMachine";

  /** A VirtualMachine whose structure has been checked. */
  public static Parsed<Vm> parse(ResolvedDocument document) {
    return VmParser.parse(document);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shape.Struct spec() {
    return VmSchema.SPEC;
  }

  @Override
  public OptionalInt vmid(ResolvedDocument document) {
    return document.spec().get("vmid").orElse(null) instanceof Node.Scalar scalar && scalar.text().matches("[0-9]{3,9}")
        ? OptionalInt.of(Integer.parseInt(scalar.text()))
        : OptionalInt.empty();
  }

  /** MAC addresses of cards and static addresses that cloud-init gives; nobody else in the fleet may have them. */
  @Override
  public List<Claim> claims(ResolvedDocument document) {
    SpecField spec = SpecField.root("spec", document.spec());
    List<Claim> claims = new ArrayList<>();
    spec.present("networks").stream()
        .flatMap(networks -> networks.fields().stream())
        .flatMap(card -> card.present("mac").stream())
        .forEach(mac -> claims.add(claim("MAC address", mac.text().toUpperCase(Locale.ROOT), mac)));
    spec.present("cloudInit").flatMap(c -> c.present("ip")).stream()
        .flatMap(ip -> ip.fields().stream())
        .flatMap(
            card ->
                card.isMapping()
                    ? card.fields().stream().filter(f -> f.key().startsWith("address"))
                    : List.of(card).stream())
        .forEach(
            field ->
                address(field)
                    .ifPresent(address -> claims.add(claim("IP address", address, field))));
    return List.copyOf(claims);
  }

  private static Claim claim(String what, String value, SpecField field) {
    return new Claim(Claim.Scope.FLEET, what, value, field.path(), field.place());
  }

  private static Optional<String> address(SpecField field) {
    return Address.Prefixed.parse(field.text()).map(prefixed -> prefixed.address().normal());
  }

  @Override
  public List<Diagnostic> check(ResolvedDocument document) {
    return VmParser.parse(document).diagnostics();
  }
}
