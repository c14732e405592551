package io.pvefleet.fleet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.fleet.model.AccessPolicy;
import io.pvefleet.fleet.model.AccessPolicy.Subject;
import io.pvefleet.fleet.model.AccessPolicy.Verb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {

  @Test
  void aPolicyIsReadWithAllItsParts() {
    FleetLoad load = fleet("""
        subjects: [{user: kim}, {group: till-support}, {user: "*"}]
        selector: {sites: [seoul-001], hosts: [], labels: {role: [kiosk, pos], ring: pilot}}
        verbs: [view]
        """).load();
    AccessPolicy policy = load.fleet().orElseThrow().access().getFirst();
    assertThat(policy.name()).isEqualTo("till-support");
    assertThat(policy.subjects())
        .containsExactly(new Subject.User("kim"), new Subject.Group("till-support"), new Subject.Anybody());
    assertThat(policy.selector()).isEqualTo(new AccessPolicy.Selector(
        List.of("seoul-001"), List.of(), Map.of("role", List.of("kiosk", "pos"), "ring", List.of("pilot"))));
    assertThat(policy.verbs()).containsExactly(Verb.VIEW);
    assertThat(policy.place()).hasToString("access/p.yaml:1:1");
  }

  @Test
  void withoutASelectorAPolicyIsAboutEveryGuest() {
    assertThat(policies(fleet("subjects: [{group: operators}]\nverbs: [view, console]"))).singleElement().satisfies(policy -> {
      assertThat(policy.selector()).isEqualTo(AccessPolicy.Selector.ALL);
      assertThat(policy.verbs()).containsExactlyInAnyOrder(Verb.VIEW, Verb.CONSOLE);
    });
  }

  @Test
  void aPolicyInTheFolderOfASiteIsAboutThatSite() {
    String text = document("subjects: [{user: kim}]\nverbs: [view]", "a") + "---\n"
        + document("subjects: [{user: kim}]\nselector: {labels: {role: pos}}\nverbs: [view]", "b");
    assertThat(policies(guests().file("sites/seoul-001/access.yaml", text))).hasSize(2)
        .allSatisfy(policy -> assertThat(policy.selector().sites()).containsExactly("seoul-001"));
  }

  @Test
  void allMistakesAreToldAtOnceWithPlaceAndRemedy() {
    FleetFixture fixture = fleet("""
        subjects: [{user: kim, group: x}, {}, {usr: kim}, {group: "*"}, {user: kim*}]
        selector: {sites: [seoul-01], hosts: [busan], lables: {role: pos}}
        verbs: [veiw, console, console]
        more: 1
        """);
    assertThat(fixture.findings()).containsExactly(
        "error PVF-0110 access/p.yaml:5:42 spec.subjects[2].usr",
        "error PVF-0112 access/p.yaml:5:61 spec.subjects[3].group",
        "error PVF-0112 access/p.yaml:5:74 spec.subjects[4].user",
        "error PVF-0110 access/p.yaml:6:49 spec.selector.lables",
        "error PVF-0112 access/p.yaml:7:11 spec.verbs[0]",
        "error PVF-0116 access/p.yaml:7:26 spec.verbs[2]",
        "error PVF-0110 access/p.yaml:8:3 spec.more");
    assertThat(fixture.load().diagnostics()).extracting(d -> d.remedy()).contains(
        "Did you mean \"user\"?", "Did you mean \"labels\"?", "Did you mean \"view\"?");
  }

  @Test
  void aSubjectIsOneUserOrOneGroup() {
    FleetFixture fixture = fleet("subjects: [{user: kim, group: x}, {}]\nverbs: [view]");
    assertThat(fixture.findings())
        .containsExactly("error PVF-0131 access/p.yaml:5:14 spec.subjects[0]", "error PVF-0114 access/p.yaml:5:37 spec.subjects[1]");
  }

  @Test
  void sitesAndHostsMustExist() {
    FleetFixture fixture =
        fleet("subjects: [{user: kim}]\nselector: {sites: [seoul-01], hosts: [seoul-001, soul-001]}\nverbs: [view]");
    assertThat(fixture.findings()).containsExactly(
        "error PVF-0120 access/p.yaml:6:22 spec.selector.sites[0]", "error PVF-0131 access/p.yaml:6:41 spec.selector.hosts[0]",
        "error PVF-0120 access/p.yaml:6:52 spec.selector.hosts[1]");
    assertThat(fixture.load().diagnostics().getFirst().remedy()).isEqualTo("Did you mean \"seoul-001\"?");
    assertThat(fixture.load().diagnostics().getLast().remedy()).isEqualTo("Did you mean \"seoul-001\"?");
  }

  @Test
  void anEmptySelectorIsRefusedAndAnEmptyListIsPointedOut() {
    assertThat(fleet("subjects: [{user: kim}]\nselector: {sites: [], labels: {}}\nverbs: [view]").findings())
        .containsExactly("error PVF-0134 access/p.yaml:6:13 spec.selector");
    assertThat(fleet("subjects: [{user: kim}]\nselector: {}\nverbs: [view]").findings())
        .containsExactly("error PVF-0134 access/p.yaml:6:13 spec.selector");
    assertThat(fleet("subjects: [{user: kim}]\nselector: {sites: [], labels: {role: pos}}\nverbs: [view]").findings())
        .containsExactly("warning PVF-0135 access/p.yaml:6:21 spec.selector.sites");
  }

  @Test
  void aLabelThatNothingHasIsPointedOut() {
    FleetFixture fixture = fleet("subjects: [{user: kim}]\nselector: {labels: {rol: pos, role: nobody}}\nverbs: [view]");
    assertThat(fixture.findings()).containsExactly("warning PVF-0136 access/p.yaml:6:23 spec.selector.labels.rol");
    assertThat(fixture.load().diagnostics().getFirst().remedy()).isEqualTo("Did you mean \"role\"?");
  }

  @Test
  void namesOfPoliciesAreUnique() {
    assertThat(guests().file("access/a.yaml", document("subjects: [{user: kim}]\nverbs: [view]", "p"))
        .file("access/b.yaml", document("subjects: [{user: lee}]\nverbs: [view]", "p")).findings())
        .containsExactly("error PVF-0123 access/b.yaml:3:18 metadata.name");
  }

  @Test
  void policiesAreSortedByName() {
    assertThat(policies(guests().file("access/a.yaml", document("subjects: [{user: kim}]\nverbs: [view]", "z"))
        .file("access/b.yaml", document("subjects: [{user: lee}]\nverbs: [view]", "a")))).extracting(AccessPolicy::name)
        .containsExactly("a", "z");
  }

  @Test
  void theLanguageExplainsItself() {
    assertThat(Explain.field(new Kinds(List.of()), "AccessPolicy.spec").orElseThrow())
        .contains("subjects", "selector", "verbs", "what none allows is forbidden");
  }

  private static List<AccessPolicy> policies(FleetFixture fixture) {
    FleetLoad load = fixture.load();
    assertThat(load.diagnostics()).isEmpty();
    return load.fleet().orElseThrow().access();
  }

  private static FleetFixture guests() {
    return FleetFixture.oneHost().file("sites/seoul-001/vms.yaml", """
        apiVersion: pvefleet/v1
        kind: Guest
        metadata: {name: pos-01, labels: {role: pos, ring: pilot}}
        spec: {vmid: 102}
        """);
  }

  private static FleetFixture fleet(String spec) {
    return guests().file("access/p.yaml", document(spec, "till-support"));
  }

  private static String document(String spec, String name) {
    return "apiVersion: pvefleet/v1\nkind: AccessPolicy\nmetadata: {name: " + name + "}\nspec:\n" + spec.indent(2);
  }
}
