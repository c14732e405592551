package io.pvefleet.pve.simulator.http;

import java.util.Optional;

/**
 * A request's path below {@code /api2}.
 *
 * @param format {@code json}, {@code extjs}, or another that has no formatter
 * @param path decoded, with a leading slash
 */
record ApiPath(String format, String path) {

  static Optional<ApiPath> of(String rawPath) {
    String path = FormDecoding.percentDecoded(rawPath);
    if (!path.startsWith("/api2/")) {
      return Optional.empty();
    }
    String rest = path.substring("/api2/".length());
    int slash = rest.indexOf('/');
    String format = slash < 0 ? rest : rest.substring(0, slash);
    String below = slash < 0 ? "" : rest.substring(slash);
    String trimmed = below.replaceAll("/+", "/").replaceAll("(.)/$", "$1");
    return Optional.of(new ApiPath(format, trimmed.isEmpty() ? "/" : trimmed));
  }

  boolean isJson() {
    return format.equals("json");
  }

  boolean isExtjs() {
    return format.equals("extjs");
  }
}
