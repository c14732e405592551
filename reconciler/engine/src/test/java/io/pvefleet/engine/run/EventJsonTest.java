package io.pvefleet.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pvefleet.engine.AnyPlan;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EventJsonTest {

  @RepeatedTest(200)
  void whatIsWrittenIsReadBack(RepetitionInfo seed) {
    Event event = new AnyPlan(seed.getCurrentRepetition()).event();
    String text = EventJson.write(event);

    assertThat(EventJson.read(text)).as("seed %d", seed.getCurrentRepetition()).isEqualTo(event);
    assertThat(text).doesNotContain("\n");
    assertThat(EventJson.write(EventJson.read(text))).isEqualTo(text);
  }

  @Test
  void anotherTextIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EventJson.read("{\"event\":\"dreamt\",\"at\":\"2026-11-22T12:00:00Z\"}"));
  }
}
