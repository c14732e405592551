package io.pvefleet.process.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final Secrets secrets = new Secrets(Map.of("TOKEN", "abc\n")::get, warnings::add);

  @Test
  void variableIsReadWithoutItsLineEnd() {
    assertThat(secrets.read("env:TOKEN")).isEqualTo("abc");
  }

  @Test
  void missingVariableFileAndSchemeAreNamed() {
    assertThatThrownBy(() -> secrets.read("env:NONE")).isInstanceOf(SecretException.class).hasMessageContaining("NONE");
    assertThatThrownBy(() -> secrets.read("file:" + folder + "/none")).isInstanceOf(SecretException.class).hasMessageContaining("/none");
    assertThatThrownBy(() -> secrets.read("vault:x")).isInstanceOf(SecretException.class);
  }

  @Test
  void fileThatOthersMayReadIsWarnedOfOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "secret-text\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    secrets.read("file:" + file);
    assertThat(secrets.read("file:" + file)).isEqualTo("secret-text");
    assertThat(warnings).hasSize(1).first().asString().contains("chmod 600").doesNotContain("secret-text");
  }

  @Test
  void fileOfItsOwnerIsNotWarnedOf() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "secret-text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    secrets.read("file:" + file);
    assertThat(warnings).isEmpty();
  }
}
