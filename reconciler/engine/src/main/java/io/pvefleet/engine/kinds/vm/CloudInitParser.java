package io.pvefleet.engine.kinds.vm;

import io.pvefleet.engine.kinds.vm.Wanted.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What cloud-init is told. */
final class CloudInitParser {

  private final SpecField spec;
  private final Draft draft;

  CloudInitParser(SpecField spec, Draft draft) {
    this.spec = spec;
    this.draft = draft;
  }

  void parse() {
    spec.present("cloudInit").ifPresent(this::cloudInit);
  }

  private void cloudInit(SpecField cloudInit) {
    drive(cloudInit);
    cloudInit.get("user").ifPresent(field -> draft.value("ciuser", field, SpecField::text));
    cloudInit.get("password").ifPresent(
        field ->
            draft.want(
                "cipassword",
                field.isNull()
                    ? new Wanted.Absent(field.path(), field.somewhere())
                    : new Wanted.Secret(field.path(), field.somewhere(), field.text())));
    cloudInit.get("sshKeys").ifPresent(
        field ->
            draft.want(
                "sshkeys",
                field.isNull()
                    ? new Wanted.Absent(field.path(), field.somewhere())
                    : new Wanted.SshKeys(field.path(), field.somewhere(), Form.sshKeyLines(String.join("\n", field.texts())))));
    addresses(cloudInit);
    cloudInit.get("nameservers").ifPresent(
        field -> {
          field.items().forEach(this::checkAddress);
          draft.value("nameserver", field, f -> String.join(" ", f.texts()));
        });
    cloudInit.get("searchDomain").ifPresent(field -> draft.value("searchdomain", field, SpecField::text));
    cloudInit.get("type").ifPresent(field -> draft.value("citype", field, SpecField::text));
    cloudInit.get("upgrade").ifPresent(field -> draft.value("ciupgrade", field, SpecField::text));
    cloudInit.get("custom").ifPresent(this::custom);
  }

  private void drive(SpecField cloudInit) {
    Optional<SpecField> drive = cloudInit.present("drive");
    if (drive.isPresent()) {
      String slot = drive.get().present("slot").map(SpecField::text).orElse("ide2");
      drive.get().present("storage").ifPresent(
          storage -> draft.want(slot, new Wanted.CloudInitDrive(drive.get().path(), drive.get().somewhere(), storage.text())));
      return;
    }
    boolean mayHaveOne =
        draft.options().values().stream()
            .anyMatch(wanted -> wanted instanceof Wanted.Disk disk && disk.source() instanceof Wanted.DiskSource.Template);
    if (!mayHaveOne) {
      draft.warning(
          VmCodes.NO_CLOUD_INIT_DRIVE,
          cloudInit.place(),
          cloudInit.path(),
          "",
          "No cloud-init drive is declared and no template brings one; unless the VM has one already, nothing of this"
              + " reaches the guest.",
          "Declare cloudInit.drive with a storage.");
    }
  }

  private void custom(SpecField field) {
    if (field.isNull()) {
      draft.want("cicustom", new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    SequencedMap<String, Property> properties = new LinkedHashMap<>();
    for (String part : List.of("user", "network", "meta", "vendor")) {
      field.get(part).ifPresent(f -> properties.put(part, f.property()));
    }
    if (!properties.isEmpty()) {
      draft.want("cicustom", new Wanted.Properties(field.path(), field.somewhere(), properties));
    }
  }

  /** The properties of each ipconfigN, and the network that a static address lies in, to find the card of a gateway. */
  private record Card(SpecField field, SequencedMap<String, Property> properties, List<Address.Prefixed> networks) {}

  private void addresses(SpecField cloudInit) {
    SequencedMap<String, Card> cards = new LinkedHashMap<>();
    cloudInit.present("ip").ifPresent(all -> all.fields().forEach(field -> card(field, cards)));
    cloudInit.present("gateway").ifPresent(field -> gateway(field, "gw", cards));
    cloudInit.present("gateway6").ifPresent(field -> gateway(field, "gw6", cards));
    cards.forEach(
        (option, card) ->
            draft.want(option, new Wanted.Properties(card.field().path(), card.field().somewhere(), card.properties())));
  }

  private void card(SpecField field, Map<String, Card> cards) {
    String option = "ipconfig" + field.key().substring("net".length());
    if (field.isNull()) {
      draft.want(option, new Wanted.Absent(field.path(), field.somewhere()));
      return;
    }
    Card card = new Card(field, new LinkedHashMap<>(), new ArrayList<>());
    if (field.isMapping()) {
      field.get("address").ifPresent(f -> address(f, "ip", card));
      field.get("gateway").ifPresent(f -> ownGateway(f, "gw", card));
      field.get("address6").ifPresent(f -> address(f, "ip6", card));
      field.get("gateway6").ifPresent(f -> ownGateway(f, "gw6", card));
    } else {
      boolean isV6 = field.text().contains(":") || field.text().equals("auto");
      address(field, isV6 ? "ip6" : "ip", card);
    }
    if (!card.properties().isEmpty()) {
      cards.put(option, card);
    }
  }

  private void address(SpecField field, String property, Card card) {
    card.properties().put(property, field.property());
    String text = field.text();
    if (field.isNull() || text.equals("dhcp") || text.equals("auto")) {
      return;
    }
    Address.Prefixed.parse(text)
        .ifPresentOrElse(
            card.networks()::add,
            () -> bad(field, "an address with its prefix, such as 10.12.20.11/24"));
  }

  private void ownGateway(SpecField field, String property, Card card) {
    card.properties().put(property, field.property());
    if (!field.isNull() && Address.parse(field.text()).isEmpty()) {
      bad(field, "an address");
    }
    String address = property.equals("gw") ? "ip" : "ip6";
    boolean hasAddress = Optional.ofNullable(card.properties().get(address)).flatMap(Property::value).isPresent();
    if (!field.isNull() && !hasAddress) {
      draft.error(
          VmCodes.BAD_ADDRESS, field.place(), field.path(), field.text(),
          "Proxmox takes a gateway only together with an address of its family.", "Declare the address too.");
    }
  }

  /** Gives a gateway to the one card in whose network it lies. */
  private void gateway(SpecField field, String property, Map<String, Card> cards) {
    Optional<Address> gateway = Address.parse(field.text());
    if (gateway.isEmpty()) {
      bad(field, "an address");
      return;
    }
    List<Card> near =
        cards.values().stream()
            .filter(card -> card.networks().stream().anyMatch(network -> network.contains(gateway.get())))
            .toList();
    if (near.size() != 1) {
      draft.error(
          VmCodes.BAD_ADDRESS, field.place(), field.path(), field.text(),
          near.isEmpty()
              ? "No address under cloudInit.ip lies in a network with this gateway."
              : "Several cards have an address in the network of this gateway.",
          "Declare the gateway with its card: ip: {net0: {address: 10.12.20.11/24, gateway: 10.12.20.1}}.");
      return;
    }
    Property first = near.getFirst().properties().putIfAbsent(property, field.property());
    if (first != null) {
      draft.error(
          VmCodes.DECLARED_TWICE, field.place(), field.path(), field.text(),
          "The card has a gateway already, at " + first.path() + ".", "Keep one of the two.");
    }
  }

  private void checkAddress(SpecField field) {
    if (Address.parse(field.text()).isEmpty()) {
      bad(field, "an address");
    }
  }

  private void bad(SpecField field, String expected) {
    draft.error(
        VmCodes.BAD_ADDRESS, field.place(), field.path(), field.text(),
        "\"" + field.text() + "\" is not " + expected + ".", "Correct it.");
  }
}
