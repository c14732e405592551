package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.access.Person;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
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

  /** A hash of cost c takes 2^c rounds, which is what an onlooker with a clock sees. */
  @Test
  void theWorkDoesNotTellWhetherAUserExistsOrHowTheHashWasMade() {
    LocalUser weak = user("secret", 4);
    LocalUser strong = user("secret", 7);
    long base = rounds(Optional.of(strong), "guess");
    assertThat(base).isEqualTo(128);
    assertThat(rounds(Optional.empty(), "guess")).isEqualTo(base);
    assertThat(rounds(Optional.of(weak), "guess")).isEqualTo(base);
    assertThat(rounds(Optional.of(weak), "secret")).isEqualTo(base);
  }

  private static long rounds(Optional<LocalUser> user, String password) {
    AtomicLong rounds = new AtomicLong();
    new PasswordCheck((guess, hash) -> {
      rounds.addAndGet(1L << Integer.parseInt(hash.substring(4, 6)));
      return BCrypt.checkpw(guess, hash);
    }).check(user, password, 7);
    return rounds.get();
  }

  private static LocalUser user(String password, int cost) {
    return new LocalUser(new Person("kim", Set.of()), BCrypt.hashpw(password, BCrypt.gensalt(cost)));
  }
}
