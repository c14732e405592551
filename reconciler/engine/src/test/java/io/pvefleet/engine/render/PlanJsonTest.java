package io.pvefleet.engine.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pvefleet.engine.AnyPlan;
import io.pvefleet.engine.plan.FleetPlan;
import io.pvefleet.engine.plan.HostPlan;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanJsonTest {

  @RepeatedTest(100)
  void whatIsWrittenIsReadBack(RepetitionInfo seed) {
    FleetPlan plan = new AnyPlan(seed.getCurrentRepetition()).fleet();
    HostPlan host = new AnyPlan(seed.getCurrentRepetition()).host();

    assertThat(PlanJsonReader.fleet(PlanJson.write(plan))).as("seed %d", seed.getCurrentRepetition()).isEqualTo(plan);
    assertThat(PlanJsonReader.host(PlanJson.write(host))).isEqualTo(host);
  }

  @RepeatedTest(100)
  void everyPlanCanBeRendered(RepetitionInfo seed) {
    FleetPlan plan = new AnyPlan(seed.getCurrentRepetition()).fleet();

    assertThat(PlanText.render(plan, Set.of())).endsWith(PlanText.summary(plan) + "\n").doesNotContain("\u001b[");
    assertThat(PlanText.render(plan, Set.of(PlanText.Option.REQUESTS, PlanText.Option.COLOUR))).contains("\u001b[");
    assertThat(PlanMarkdown.render(plan)).hasSizeLessThan(65_536).doesNotContain("<b>&`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"format\": \"pvefleet.plan/v2\"}", "no json", "{\"format\": \"pvefleet.plan/v1\"}",
      "{\"format\": \"pvefleet.plan/v1\", \"revision\": \"a\", \"hosts\": [{\"host\": \"h\"}]}"})
  void anotherTextIsRefusedWithASentence(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PlanJsonReader.fleet(text)).withMessageStartingWith("not a");
  }
}
