package io.pvefleet.app.alert;

import io.pvefleet.app.alert.Standing.Why;
import io.pvefleet.app.view.HostCare;
import io.pvefleet.app.view.HostRow;
import io.pvefleet.app.view.HostState;
import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.fleet.model.Alerting;
import io.pvefleet.fleet.model.Alerting.Limit;
import io.pvefleet.fleet.model.Alerting.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one host, held against its limits. Pure.
 *
 * @param fleet what the fleet says of alerts
 * @param networkIsSuspect whether the silence of a host says nothing of the host
 */
record HostFacts(HostRow host, Alerting fleet, boolean networkIsSuspect, Instant now) {

  List<Fact> all() {
    List<Fact> facts = new ArrayList<>();
    facts.add(fact(Rule.HOST_OFFLINE, AlertKind.HOST_OFFLINE, "", this::contact));
    Optional<HostUsage.Load> node = host.usage().node();
    facts.add(fact(Rule.CPU, AlertKind.USAGE_CPU, "", limit ->
        usage("CPU", node.map(load -> OptionalDouble.of(load.cpu())).orElse(OptionalDouble.empty()), limit)));
    facts.add(fact(Rule.MEMORY, AlertKind.USAGE_MEMORY, "", limit ->
        usage("Memory", node.map(HostUsage.Load::memoryShare).orElse(OptionalDouble.empty()), limit)));
    host.usage().storages().forEach((name, space) ->
        facts.add(fact(Rule.STORAGE, AlertKind.USAGE_STORAGE, name, limit ->
            usage("Storage " + name, space.active() ? space.share() : OptionalDouble.empty(), limit))));
    facts.add(fact(Rule.CERTIFICATE, AlertKind.CERTIFICATE, "", limit ->
        expiry("The certificate", host.care().flatMap(HostCare::certificate).filter(c -> !HostCare.isOld(c.at(), now))
            .map(HostCare.Certificate::notAfter), limit)));
    facts.add(fact(Rule.TOKEN, AlertKind.TOKEN, "", this::token));
    return facts;
  }

  /** A maintenance is declared: what happens meanwhile is meant to. */
  boolean isMuted() {
    return host.state() == HostState.MAINTENANCE;
  }

  /** What an alert in force comes to that no fact is about. */
  Standing without(Alert.Key key) {
    boolean isTold = host.isFresh() && !host.usage().storages().isEmpty() && !isMuted();
    return key.kind() == AlertKind.USAGE_STORAGE && isTold ? new Standing.Gone(Why.STORAGE_GONE) : new Standing.Unknown();
  }

  private interface Stands {
    Standing to(Limit limit);
  }

  private Fact fact(Rule rule, AlertKind kind, String object, Stands stands) {
    Limit limit = fleet.limit(rule, host.site().alerting(), Optional.empty());
    Standing standing = !limit.isOn() ? new Standing.Gone(Why.RULE_OFF) : isMuted() ? new Standing.Unknown() : stands.to(limit);
    return new Fact(new Alert.Key(kind, host.name(), 0, object), "", limit, standing);
  }

  private Standing contact(Limit limit) {
    return switch (host.contact()) {
      case ONLINE -> new Standing.Well(now);
      // What an earlier process could not reach, this one has to try first.
      case OFFLINE -> networkIsSuspect || host.since().isEmpty() || host.passesTotal() == 0
          ? new Standing.Unknown()
          : new Standing.Beyond(host.since(), now, since -> AlertText.offline(since, host.fault()));
      case STALE, NOT_CHECKED, MAINTENANCE -> new Standing.Unknown();
    };
  }

  /** As of the last pass: while that is no news, nothing is learned from looking at it again. */
  private Standing usage(String what, OptionalDouble share, Limit limit) {
    return host.isFresh() && host.seenAt().isPresent()
        ? usage(what, share, limit, host.seenAt().get())
        : new Standing.Unknown();
  }

  /**
   * How a share stands to a limit: beyond it, or well where it is under the lower mark.
   *
   * @param share 0 to 1; empty where it is not told
   * @param at of when the fact is
   */
  static Standing usage(String what, OptionalDouble share, Limit limit, Instant at) {
    if (share.isEmpty()) {
      return new Standing.Unknown();
    }
    double percent = share.getAsDouble() * 100;
    if (percent > limit.figure()) {
      return new Standing.Beyond(Optional.empty(), at, since -> AlertText.usage(what, percent, limit, since));
    }
    return percent < limit.figure() - LOWER_BY ? new Standing.Well(at) : new Standing.Between(at);
  }

  /** More than load and fill differ from one pass to the next while nothing happens. */
  private static final int LOWER_BY = 5;

  private Standing token(Limit limit) {
    // What an earlier process knew may have been renewed since: this one looks within minutes.
    Optional<HostCare.Token> token = host.care().flatMap(HostCare::token).filter(known -> !HostCare.isOld(known.at(), now));
    boolean isWithoutEnd = token.map(HostCare.Token::expiry).filter(HostCare.Expiry.Never.class::isInstance).isPresent();
    return host.isFresh() && isWithoutEnd
        ? new Standing.Well(now)
        : expiry("The token " + token.map(HostCare.Token::name).orElse(""), token.flatMap(HostCare.Token::ends), limit);
  }

  private Standing expiry(String what, Optional<Instant> end, Limit limit) {
    if (!host.isFresh() || end.isEmpty()) {
      return new Standing.Unknown();
    }
    Instant limitAt = end.get().minus(Duration.ofDays(limit.figure()));
    return now.isBefore(limitAt)
        ? new Standing.Well(now)
        : new Standing.Beyond(Optional.of(limitAt), now, _ -> AlertText.expires(what, end.get(), now, limit));
  }
}
