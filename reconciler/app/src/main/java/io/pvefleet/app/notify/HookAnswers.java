package io.pvefleet.app.notify;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a webhook's answer means. No text of the other side is repeated but a plain word: an answer may quote the request. */
final class HookAnswers {
  /** As Slack says what is wrong: {@code no_service}, {@code invalid_payload}. */
  private static final Pattern WORD = Pattern.compile("[a-z]{2,20}(_[a-z]{1,20}){0,3}");

  private HookAnswers() {}

  static Outcome of(String host, HttpResponse<String> answer) {
    int status = answer.statusCode();
    String fault = host + " answers with HTTP status " + status + word(answer.body()) + ".";
    if (status / 100 == 2) {
      return new Outcome.Delivered("");
    }
    return switch (status) {
      case 401, 407 -> new Outcome.Failed(NotifyCodes.LOGIN, fault);
      // The way to it is wrong, which somebody can put right within the day: until then nothing is lost.
      case 402, 403, 404, 405, 410, 421 -> new Outcome.Failed(NotifyCodes.REFUSED, fault);
      case 408, 423, 425, 429 -> new Outcome.Failed(NotifyCodes.NOT_REACHED, fault, after(answer));
      default -> switch (status / 100) {
        case 3 -> new Outcome.Failed(
            NotifyCodes.REFUSED, host + " answers with HTTP status " + status + ", a redirect, which is not followed.");
        // The message is what it does not like, and no later one would be the same.
        case 4 -> new Outcome.Refused(fault);
        default -> new Outcome.Failed(NotifyCodes.NOT_REACHED, fault, after(answer));
      };
    };
  }

  static Outcome of(String host, Throwable fault, Duration patience) {
    if (fault instanceof HttpConnectTimeoutException || fault instanceof HttpTimeoutException) {
      return tooSlow(host, patience);
    }
    return TlsFault.of(fault)
        .map(tls -> new Outcome.Failed(tls.code(), host + ": " + tls.reason()))
        .orElseGet(() -> new Outcome.Failed(host + ": " + reason(fault)));
  }

  static Outcome tooSlow(String host, Duration patience) {
    return new Outcome.Failed(host + " does not answer within " + patience.toSeconds() + " s.");
  }

  private static String reason(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        return "the name is not known.";
      }
    }
    return fault instanceof ConnectException ? "no connection." : "the connection broke.";
  }

  private static String word(String body) {
    String text = body.strip();
    return WORD.matcher(text).matches() ? " (" + text + ")" : "";
  }

  /** {@code Retry-After}, in seconds or as a date. */
  private static Optional<Duration> after(HttpResponse<String> answer) {
    return answer.headers().firstValue("Retry-After").flatMap(text -> {
      if (text.matches("\\d{1,6}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      try {
        Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Optional<Instant> at = answer.headers().firstValue("Date")
            .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        return at.map(now -> Duration.between(now, until)).filter(wait -> !wait.isNegative());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    });
  }
}
