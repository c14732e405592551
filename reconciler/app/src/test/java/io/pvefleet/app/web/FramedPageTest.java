package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A page cannot take a name that its frame uses. */
class FramedPageTest {
  private final FramedPage page = new FramedPage("about");

  @Test
  void nameIsGivenOnce() {
    page.addObject("watch", "hosts vms").addObject("none", null);
    assertThatThrownBy(() -> page.addObject("watch", 12)).hasMessageContaining("called watch");
    assertThatThrownBy(() -> page.addAllObjects(Map.of("watch", 12))).hasMessageContaining("called watch");
    assertThatThrownBy(() -> page.addObject("none", 12)).hasMessageContaining("called none");
    assertThat(page.getModel()).containsEntry("watch", "hosts vms");
  }

  @Test
  void nothingIsGivenWithoutAName() {
    assertThatThrownBy(() -> page.addObject("hosts vms")).isInstanceOf(IllegalArgumentException.class);
  }
}
