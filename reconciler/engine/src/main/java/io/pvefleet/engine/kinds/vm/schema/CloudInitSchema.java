package io.pvefleet.engine.kinds.vm.schema;

import io.pvefleet.fleet.schema.Shape;
import io.pvefleet.fleet.schema.Shape.Array;
import io.pvefleet.fleet.schema.Shape.Dictionary;
import io.pvefleet.fleet.schema.Shape.Either;
import io.pvefleet.fleet.schema.Shape.Field;
import io.pvefleet.fleet.schema.Shape.Flag;
import io.pvefleet.fleet.schema.Shape.Struct;
import io.pvefleet.fleet.schema.Shape.Text;
import io.pvefleet.fleet.schema.Shape.Words;
import java.util.List;
import java.util.Optional;

/** What cloud-init tells the guest at its boot. */
final class CloudInitSchema {

  private static final String ADDRESS4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";
  private static final String ADDRESS6 = "[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*";

  static final Struct CLOUD_INIT =
      new Struct(
          "What cloud-init tells the guest when it boots. Needs a cloud-init drive, the template's or one of its own.",
          List.of(
              Field.optional(
                  "drive",
                  new Struct(
                      "The drive from which the guest reads it.",
                      List.of(
                          Field.optional(
                              "slot",
                              Text.matching(
                                  "Its slot; default ide2.",
                                  "ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)",
                                  "ide2")),
                          Field.required(
                              "storage",
                              Text.matching("Its storage.", DeviceSchema.STORAGE, "local-lvm"))))),
              Field.nullable(
                  "user",
                  ascii("User to be made; ASCII, because Proxmox garbles anything else.", "ops")),
              Field.nullable(
                  "password",
                  new Shape.SecretReference(
                      "Where the user's password is kept. The host never shows it, so it is sent when the VM is made or where"
                          + " none is set; a later change of the secret is not noticed.")),
              Field.nullable(
                  "sshKeys",
                  new Array(
                      "Public keys that may log in, exactly these.",
                      Text.matching(
                          "A public key on one line.",
                          "[a-z][A-Za-z0-9@.-]* [^\\s]+( [^\\r\\n]*[^\\s])?",
                          "ssh-ed25519 AAAA... ops@example"),
                      1,
                      true)),
              Field.optional(
                  "ip",
                  Dictionary.nullable(
                      "Addresses by network card; null takes them away.",
                      "net([0-9]|[12][0-9]|3[01])",
                      new Either(
                          "An address with its prefix, or where it comes from.",
                          List.of(
                              Text.matching(
                                  "dhcp, an address with its prefix, or auto (IPv6).",
                                  "dhcp|auto|"
                                      + ADDRESS4
                                      + "/[0-9]{1,2}|"
                                      + ADDRESS6
                                      + "/[0-9]{1,3}",
                                  "10.12.20.11/24",
                                  "dhcp"),
                              new Struct(
                                  "Both families, with gateways.",
                                  List.of(
                                      Field.nullable(
                                          "address",
                                          Text.matching(
                                              "IPv4: dhcp, or an address with its prefix.",
                                              "dhcp|" + ADDRESS4 + "/[0-9]{1,2}",
                                              "10.12.20.11/24")),
                                      Field.nullable(
                                          "gateway",
                                          Text.matching("IPv4 gateway.", ADDRESS4, "10.12.20.1")),
                                      Field.nullable(
                                          "address6",
                                          Text.matching(
                                              "IPv6: dhcp, auto, or an address with its prefix.",
                                              "dhcp|auto|" + ADDRESS6 + "/[0-9]{1,3}",
                                              "fd00::11/64")),
                                      Field.nullable(
                                          "gateway6",
                                          Text.matching(
                                              "IPv6 gateway.", ADDRESS6, "fd00::1")))))))),
              Field.optional(
                  "gateway",
                  Text.matching(
                      "IPv4 gateway, given to the card in whose network it lies.",
                      ADDRESS4,
                      "10.12.20.1")),
              Field.optional(
                  "gateway6",
                  Text.matching(
                      "IPv6 gateway, given to the card in whose network it lies.",
                      ADDRESS6,
                      "fd00::1")),
              Field.nullable(
                  "nameservers",
                  new Array(
                      "DNS servers, in this order.",
                      Text.matching("An address.", ADDRESS4 + "|" + ADDRESS6, "10.12.20.1"),
                      1,
                      true)),
              Field.nullable(
                  "searchDomain",
                  ascii(
                      "DNS search domains; ASCII, because Proxmox garbles anything else.",
                      "example.com")),
              Field.nullable(
                  "type",
                  Words.of(
                      "Format of the drive; default fits the operating system.",
                      "nocloud",
                      "configdrive2",
                      "opennebula")),
              Field.nullable(
                  "upgrade",
                  new Flag("Upgrade packages at the first boot (Proxmox VE 8 and later).")),
              Field.nullable(
                  "custom",
                  new Struct(
                      "Files of the host that replace what Proxmox would write. They must be there; the API cannot upload them.",
                      List.of(
                          snippet("user"),
                          snippet("network"),
                          snippet("meta"),
                          snippet("vendor"))))));

  private CloudInitSchema() {}

  private static Text ascii(String description, String example) {
    return new Text(description, Optional.of("[!-~]([ -~]*[!-~])?"), 1, 255, List.of(example));
  }

  private static Field snippet(String name) {
    return Field.nullable(
        name,
        Text.matching(
            "The " + name + " data.",
            VmSchema.VOLUME_PREFIX + "snippets/" + VmSchema.PLAIN,
            "local:snippets/" + name + ".yaml"));
  }
}
