package io.pvefleet.vnc.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.process.settings.SettingsFault;
import io.pvefleet.vnc.access.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
  private static final String HASH = "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

  @Test
  void aLineIsNameHashAndGroups() {
    UserFile file = UserFile.parse("users", "\uFEFF# people\r\n\nkim:" + HASH + ":operators, till-support\r\n김 영희:" + HASH + "\nlee:"
        + HASH.replace("$2b$", "$2y$") + ":\n");
    assertThat(file.problems()).isEmpty();
    assertThat(file.users()).hasSize(3);
    assertThat(file.users().get("kim").person()).isEqualTo(new Person("kim", Set.of("operators", "till-support")));
    assertThat(file.users().get("kim").cost()).isEqualTo(12);
    assertThat(file.users().get("김 영희").person().groups()).isEmpty();
    assertThat(file.users().toString()).doesNotContain("$2b$");
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsLineAndNeverWithWhatMayBeASecret() {
    UserFile file = UserFile.parse("users", """
        kim:hunter2:operators
        lee
        *:%1$s
        kim:%1$s
        park:%2$s
        choi:%3$s:a,,b
        a:b:c:hunter3
        park:%1$s
        """.formatted(HASH, HASH.replace("$12$", "$04$"), HASH.replace("$12$", "$31$")));
    assertThat(file.problems()).extracting(d -> d.place().orElseThrow().toString()).containsExactly(
        "users:1:5", "users:2:1", "users:3:1", "users:4:1", "users:5:6", "users:6:6", "users:6:67", "users:7:1", "users:8:1");
    assertThat(file.problems()).allSatisfy(d -> {
      assertThat(d.code()).isEqualTo(LoginCodes.BAD_USER_FILE);
      assertThat(d.remedy()).isNotEmpty();
    });
    assertThat(file.problems().toString()).doesNotContain("hunter", HASH).contains("stands in line 1 already", "cost 4", "cost 31");
  }

  @Test
  void aFileWithoutUsersAndOneThatIsMissingCannotBeUsed(@TempDir Path temp) throws IOException {
    assertThat(UserFile.parse("users", "# nobody\n").problems()).hasSize(1);
    assertThatThrownBy(() -> Users.open(temp.resolve("none"))).isInstanceOf(SettingsFault.class).hasMessageContaining("does not exist");
    Path binary = Files.write(temp.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Users.open(binary)).isInstanceOf(SettingsFault.class).hasMessageContaining("UTF-8");
  }

  @Test
  void aFileThatVanishesKeepsItsUsers(@TempDir Path temp) throws IOException {
    Path path = Files.writeString(temp.resolve("users"), "kim:" + HASH + "\n");
    Users users = Users.open(path);
    Files.delete(path);
    assertThat(users.find("kim")).isPresent();
    Files.writeString(path, "lee:" + HASH + "\n");
    assertThat(users.find("kim")).isEmpty();
    assertThat(users.find("lee")).isPresent();
  }
}
