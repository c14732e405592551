package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.app.alert.SampleAlerts;
import io.pvefleet.app.say.Texts;
import io.pvefleet.app.store.Alerts;
import io.pvefleet.app.store.EventLog;
import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.FleetView;
import io.pvefleet.app.view.VmRow;
import io.pvefleet.engine.plan.Verdict;
import io.pvefleet.fleet.diagnostic.Diagnostic;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample speaks as the real code does: whatever it says is said in Korean, too. */
class SampleSpokenTest {
  private static final Pattern KOREAN = Pattern.compile("[가-힣]");

  /** The same in every language: what somebody did to which value, and words of Proxmox. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.]+ .* -> .*|storage local-lvm: .*|VM is locked .*");

  @Test
  void whateverItSaysIsSaidInKorean() {
    FleetView view = SampleFleet.troubled(Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC), 100, 10).view();
    MemoryStore store = new MemoryStore();
    SampleFleet.history(store, SampleFleet.NOW);
    SampleAlerts.history(store, SampleFleet.NOW);

    Set<String> said = new LinkedHashSet<>();
    store.events().list(EventLog.Query.newest(1000)).forEach(event -> said.add(event.event().message()));
    store.alerts().ended(Alerts.Query.since(Instant.EPOCH, 1000)).forEach(alert -> said.add(alert.message()));
    SampleAlerts.board(SampleFleet.NOW).inForce().forEach(alert -> said.add(alert.message()));
    view.source().rejected().orElseThrow().errors().stream().map(Diagnostic::detail).forEach(said::add);
    view.hosts().forEach(host -> said.add(host.fault()));
    for (VmRow vm : view.vms()) {
      said.add(vm.detail());
      vm.change().ifPresent(change -> {
        said.add(change.head().stateDetail());
        change.attributes().forEach(attribute -> said.add(attribute.note()));
        if (change.head().verdict() instanceof Verdict.Held held) {
          said.add(held.detail());
        }
      });
    }

    List<String> mute = said.stream()
        .filter(text -> !text.isEmpty() && !PLAIN.matcher(text).matches())
        .filter(text -> !KOREAN.matcher(Texts.of(Locale.KOREAN).sentence(text)).find())
        .toList();
    assertThat(said).hasSizeGreaterThan(30);
    assertThat(mute).isEmpty();
  }
}
