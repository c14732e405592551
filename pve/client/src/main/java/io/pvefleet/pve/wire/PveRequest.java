package io.pvefleet.pve.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * One call of the Proxmox VE API as a value: planned, printed, journalled, performed and simulated in this one form.
 *
 * <p>Parameters keep their order and may repeat. A value that must stay secret is carried as a reference and is
 * resolved only by whoever sends the request, so that printing or storing a request can never leak it. Immutable.
 *
 * @param method the HTTP method; Proxmox knows no others
 * @param path path below {@code /api2/json}, starting with a slash, every segment already percent-encoded
 * @param params parameters in the order given; sent as form body (POST, PUT) or as query (GET, DELETE)
 */
public record PveRequest(Method method, String path, List<Param> params) {

  /** The verbs that pveproxy answers; anything else is 501. */
  public enum Method {
    GET,
    POST,
    PUT,
    DELETE;

    /** Whether a call with this verb leaves the host as it was, so that repeating it is harmless. */
    public boolean isSafe() {
      return this == GET;
    }
  }

  /** A parameter's value: text that may be shown, or a reference to a secret that may not. */
  public sealed interface Value {
    /** Text as Proxmox expects it before percent-encoding: booleans are {@code 1} and {@code 0}. */
    record Text(String text) implements Value {}

    /** A secret by reference, {@code env:NAME} or {@code file:/path}. */
    record Secret(String reference) implements Value {
      @Override
      public String toString() {
        return "***";
      }
    }

    /** What may be shown to people: the text itself, or {@code ***}. */
    default String shown() {
      return switch (this) {
        case Text(String text) -> text;
        case Secret ignored -> "***";
      };
    }
  }

  /** One parameter. */
  public record Param(String name, Value value) {}

  public PveRequest {
    Objects.requireNonNull(method);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    params = List.copyOf(params);
  }

  public static PveRequest get(String path) {
    return new PveRequest(Method.GET, path, List.of());
  }

  public static PveRequest post(String path) {
    return new PveRequest(Method.POST, path, List.of());
  }

  public static PveRequest put(String path) {
    return new PveRequest(Method.PUT, path, List.of());
  }

  public static PveRequest delete(String path) {
    return new PveRequest(Method.DELETE, path, List.of());
  }

  /** This request with one more parameter of plain text. */
  public PveRequest with(String name, String text) {
    return with(name, new Value.Text(text));
  }

  /** This request with one more parameter. */
  public PveRequest with(String name, Value value) {
    List<Param> more = new ArrayList<>(params);
    more.add(new Param(name, value));
    return new PveRequest(method, path, more);
  }

  /** The first value of a parameter as it may be shown; empty text where the parameter is not present. */
  public String shown(String name) {
    return params.stream().filter(p -> p.name().equals(name)).findFirst().map(p -> p.value().shown()).orElse("");
  }

  /** One line for people and logs: verb, path and parameters, secrets masked. */
  @Override
  public String toString() {
    return params.isEmpty()
        ? method + " " + path
        : method + " " + path + " "
            + params.stream().map(p -> p.name() + "=" + p.value().shown()).collect(Collectors.joining(" "));
  }
}
