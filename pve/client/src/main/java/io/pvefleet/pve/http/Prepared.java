package io.pvefleet.pve.http;

import io.pvefleet.pve.fault.PveException.Rejected;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.PveRequest.Method;
import io.pvefleet.pve.wire.PveRequest.Param;
import io.pvefleet.pve.wire.PveRequest.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request with its secrets resolved and its parameters encoded; lives only as long as the sending.
 *
 * @param form the encoded parameters; empty text where there are none
 * @param secrets texts that must not be seen in anything that comes back
 * @param isRepeatable whether carrying it out twice does no harm, so that a lost answer leaves no question behind
 */
record Prepared(PveRequest request, String form, List<String> secrets, boolean isRepeatable) {

  // RFC 3986 path characters. Anything else would be re-encoded by the HTTP library, and then name another object.
  private static final Pattern PATH = Pattern.compile("(?:/(?:[A-Za-z0-9_.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)+");

  Prepared {
    secrets = List.copyOf(secrets);
  }

  /**
   * Encodes a request.
   *
   * @throws IllegalArgumentException if the path is not percent-encoded or has dot segments: a bug of the caller
   * @throws Rejected if a value is empty, a secret is missing, or the whole is longer than hosts accept
   */
  static Prepared of(PveRequest request, SecretSource source, int maxBytes) {
    checkPath(request.path());
    StringBuilder form = new StringBuilder();
    List<String> secrets = new ArrayList<>();
    for (Param param : request.params()) {
      String text = switch (param.value()) {
        case Value.Text(String plain) -> plain;
        case Value.Secret(String reference) -> {
          String secret = resolve(param.name(), reference, source);
          secrets.add(secret);
          yield secret;
        }
      };
      // "key=" is not "not sent": tags= stores a blank, description= deletes, digest= switches the digest check off.
      if (text.isEmpty()) {
        throw new Rejected("An empty value is never sent, since Proxmox gives it meanings of its own.",
            Map.of(param.name(), "is empty; leave it out, or name it in 'delete'"));
      }
      form.append(form.isEmpty() ? "" : "&");
      form.append(FormEncoding.encode(param.name())).append('=').append(FormEncoding.encode(text));
    }
    if (form.length() > maxBytes) {
      throw new Rejected(
          "The parameters are " + form.length() + " bytes when encoded; Proxmox takes no more than " + maxBytes + ".", Map.of());
    }
    return new Prepared(request, form.toString(), secrets);
  }

  /** Of a request that may be carried out twice only if it reads. */
  Prepared(PveRequest request, String form, List<String> secrets) {
    this(request, form, secrets, request.method().isSafe());
  }

  /** The same, for a write that the caller knows to do no harm when it is carried out twice. */
  Prepared repeatable() {
    return new Prepared(request, form, secrets, true);
  }

  boolean isSafe() {
    return request.method().isSafe();
  }

  /** Whether the parameters travel as form body; those of GET and DELETE are a query, since a DELETE body is 501. */
  boolean hasBody() {
    return request.method() == Method.POST || request.method() == Method.PUT;
  }

  /** Refuses a path that the HTTP library would change. */
  static void checkPath(String path) {
    boolean hasDots =
        Arrays.stream(path.split("/")).map(s -> s.replace("%2E", ".").replace("%2e", ".")).anyMatch(Set.of(".", "..")::contains);
    if (!PATH.matcher(path).matches() || hasDots) {
      throw new IllegalArgumentException("not a percent-encoded path without empty or dot segments: " + path);
    }
  }

  private static String resolve(String name, String reference, SecretSource source) {
    try {
      return source.resolve(reference);
    } catch (RuntimeException e) {
      // Neither the cause nor the reference is repeated: a misplaced secret could stand in either.
      throw new Rejected("A secret could not be read.", Map.of(name, "its reference does not lead to a secret"));
    }
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
