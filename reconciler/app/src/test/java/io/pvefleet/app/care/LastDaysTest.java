package io.pvefleet.app.care;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.pve.Finding;
import io.pvefleet.app.view.HostCare.Certificate;
import io.pvefleet.app.view.HostCare.Expiry;
import io.pvefleet.app.view.HostCare.Pin;
import io.pvefleet.app.view.HostCare.Token;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a token and a certificate are still good for, in words. */
class LastDaysTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
      "0, 2026-11-22, 0 days, false", "1, 2026-11-23, 1 day, false", "13, 2026-12-05, 13 days, false", "90, 2027-02-20, 90 days, true"})
  void daysThatAreLeft(int days, String end, String left, boolean isGood) {
    Instant at = NOW.plus(Duration.ofDays(days)).plusSeconds(60);
    Finding token = TokenLook.told(new Token("fleet@pve!apply", new Expiry.Until(at), NOW), NOW);
    assertThat(token.text()).isEqualTo("fleet@pve!apply expires on %s, in %s", end, left);
    assertThat(token.isGood()).isEqualTo(isGood);

    Finding certificate = CertificateLook.end(new Certificate("CN=pve", "CN=pve", "", at, Pin.PINNED, NOW), NOW);
    assertThat(certificate.text()).isEqualTo("ends on %s, in %s", end, left);
    assertThat(certificate.isGood()).isEqualTo(isGood);
  }
}
