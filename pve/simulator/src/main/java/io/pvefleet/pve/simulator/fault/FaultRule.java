package io.pvefleet.pve.simulator.fault;

import java.util.regex.Pattern;

/**
 * Which calls of a host go wrong, and how. Calls that match are counted from one when the rule is added.
 *
 * @param method HTTP method, or {@code *} for each
 * @param path pattern that the whole path below {@code /api2/json} must match
 * @param first number of the first matching call that goes wrong
 * @param times how many of them go wrong, counted from {@code first}
 */
public record FaultRule(String method, Pattern path, int first, int times, Fault fault) {

  /** Every matching call goes wrong. */
  public static FaultRule every(String method, String path, Fault fault) {
    return new FaultRule(method, Pattern.compile(path), 1, Integer.MAX_VALUE, fault);
  }

  /** Only the {@code n}-th matching call goes wrong, counted from one. */
  public static FaultRule nth(int n, String method, String path, Fault fault) {
    return new FaultRule(method, Pattern.compile(path), n, 1, fault);
  }

  boolean matches(String calledMethod, String calledPath) {
    return (method.equals("*") || method.equals(calledMethod)) && path.matcher(calledPath).matches();
  }

  boolean strikes(int number) {
    return number >= first && number - first < times;
  }
}
