package io.pvefleet.vnc.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A request of a trusted proxy as its browser sent it: from the browser's address. */
final class ForwardedRequest extends HttpServletRequestWrapper {
  private static final String HEADER = "X-Forwarded-For";

  private final String address;

  private ForwardedRequest(HttpServletRequest request, String address) {
    super(request);
    this.address = address;
  }

  /** Read from its end: each proxy appends whom it heard, and what stands before the first stranger may be invented. */
  static HttpServletRequest of(HttpServletRequest request, TrustedProxies trusted) {
    List<String> hops = new ArrayList<>();
    for (String list : Collections.list(request.getHeaders(HEADER))) {
      hops.addAll(List.of(list.split(",", -1)));
    }
    String address = request.getRemoteAddr();
    for (int i = hops.size() - 1; i >= 0; i--) {
      String hop = hops.get(i).strip();
      if (Addresses.parse(hop).isEmpty()) {
        break;
      }
      address = hop;
      if (!trusted.contains(hop)) {
        break;
      }
    }
    return address.equals(request.getRemoteAddr()) ? request : new ForwardedRequest(request, address);
  }

  @Override
  public String getRemoteAddr() {
    return address;
  }

  @Override
  public String getRemoteHost() {
    return address;
  }
}
