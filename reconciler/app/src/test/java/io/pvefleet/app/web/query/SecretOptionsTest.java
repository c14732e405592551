package io.pvefleet.app.web.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretOptionsTest {
  @Test
  void secretsOfAConfigurationAreMasked() {
    assertThat(SecretOptions.masked("cipassword", "$5$abc")).isEqualTo("***");
    assertThat(SecretOptions.masked("args", "-vnc :1,password=geheim -object secret,id=a,data=geheim"))
        .doesNotContain("geheim").contains("-vnc :1,password=***");
    assertThat(SecretOptions.masked("net0", "virtio=BC:24:11:00:20:00,bridge=vmbr0")).isEqualTo("virtio=BC:24:11:00:20:00,bridge=vmbr0");
  }
}
