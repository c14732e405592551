package io.pvefleet.pve.http;

import java.net.URI;

/**
 * One Proxmox host as the client sees it.
 *
 * @param name for logs and metrics, unique among the hosts of one {@link PveHttp}
 * @param base {@code https://address:8006}; nothing behind the port but perhaps a slash
 */
public record PveEndpoint(String name, URI base, TlsTrust tls, Identity identity) {

  public PveEndpoint {
    boolean isBare = base.getRawPath() == null || base.getRawPath().isEmpty() || base.getRawPath().equals("/");
    if (!"https".equalsIgnoreCase(base.getScheme()) || base.getHost() == null || !isBare
        || base.getRawQuery() != null || base.getRawFragment() != null || base.getRawUserInfo() != null) {
      Object shown = base.getRawUserInfo() == null ? base : "an address with a user in it";
      throw new IllegalArgumentException("not of the form https://address:8006: " + shown);
    }
  }
}
