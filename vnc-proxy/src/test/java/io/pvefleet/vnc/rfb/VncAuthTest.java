package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passwords and challenges of a recorded host; answers by OpenSSL's DES with the bits of each key byte reversed. */
class VncAuthTest {

  @ParameterizedTest
  @CsvSource({
      "ZE9B?-V6, 99e376a31fc4408c9c132e37821111e0, e957a8366275bc83709164752a436f3f",
      "C0D`C$)(, 44c5d89041a4231c653df124bbb61941, ee10921bec17b25dbcf318ad43a34be3",
      "COW,      0123456789abcdef0123456789abcdef, 3efc1e866cada66c3efc1e866cada66c",
      "ZE9B?-V6 and what is behind eight bytes does not count, 99e376a31fc4408c9c132e37821111e0, e957a8366275bc83709164752a436f3f",
  })
  void theAnswerIsDesOfTheChallengeUnderTheReversedPassword(String password, String challenge, String answer) {
    byte[] answered = VncAuth.answer(HexFormat.of().parseHex(challenge), password.getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().formatHex(answered)).isEqualTo(answer);
  }
}
