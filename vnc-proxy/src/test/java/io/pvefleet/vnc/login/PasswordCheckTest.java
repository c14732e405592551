package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.access.Person;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class PasswordCheckTest {
  private final PasswordCheck check = new PasswordCheck();

  @Test
  void onlyTheRightPasswordOfAUserIsRight() {
    LocalUser kim = user("secret", 10);
    assertThat(check.check(Optional.of(kim), "secret", 11)).isEqualTo(PasswordCheck.Answer.RIGHT);
    assertThat(check.check(Optional.of(kim), "Secret", 11)).isEqualTo(PasswordCheck.Answer.WRONG);
    assertThat(check.check(Optional.of(kim), "", 11)).isEqualTo(PasswordCheck.Answer.WRONG);
    assertThat(check.check(Optional.empty(), "secret", 11)).isEqualTo(PasswordCheck.Answer.WRONG);
    assertThat(check.check(Optional.of(kim), "s".repeat(2_000), 11)).isEqualTo(PasswordCheck.Answer.WRONG);
  }

  /** What would tell something is a factor of four here, or no work at all. */
  @Test
  void timeDoesNotTellWhetherAUserExistsOrHowTheHashWasMade() {
    LocalUser weak = user("secret", 10);
    LocalUser strong = user("secret", 12);
    Supplier<PasswordCheck.Answer> unknown = () -> check.check(Optional.empty(), "guess", 12);
    Supplier<PasswordCheck.Answer> wrongWeak = () -> check.check(Optional.of(weak), "guess", 12);
    Supplier<PasswordCheck.Answer> wrongStrong = () -> check.check(Optional.of(strong), "guess", 12);
    Supplier<PasswordCheck.Answer> right = () -> check.check(Optional.of(weak), "secret", 12);
    double base = fastest(wrongStrong);
    assertThat(fastest(unknown) / base).isBetween(0.5, 2.0);
    assertThat(fastest(wrongWeak) / base).isBetween(0.5, 2.0);
    assertThat(fastest(right) / base).isBetween(0.5, 2.0);
  }

  /** The fastest of several: whatever else the machine does only adds to it. */
  private static double fastest(Supplier<PasswordCheck.Answer> what) {
    long[] nanos = new long[5];
    for (int i = 0; i < nanos.length; i++) {
      long begin = System.nanoTime();
      what.get();
      nanos[i] = System.nanoTime() - begin;
    }
    return Arrays.stream(nanos).min().orElseThrow();
  }

  private static LocalUser user(String password, int cost) {
    return new LocalUser(new Person("kim", Set.of()), BCrypt.hashpw(password, BCrypt.gensalt(cost)));
  }
}
