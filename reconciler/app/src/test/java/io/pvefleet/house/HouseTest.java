package io.pvefleet.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, as docs/architecture.md draws it. */
class HouseTest {

  private static JavaClasses product;

  @BeforeAll
  static void readTheClasses() {
    product = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.pvefleet");
  }

  @Test
  void eachRoomKnowsOnlyItsNeighbours() {
    check("io.pvefleet.pve.wire..", "io.pvefleet.pve.wire..");
    check("io.pvefleet.pve.fault..", "io.pvefleet.pve.wire..", "io.pvefleet.pve.fault..");
    check("io.pvefleet.pve.http..", "io.pvefleet.pve.wire..", "io.pvefleet.pve.fault..", "io.pvefleet.pve.http..");
    check("io.pvefleet.pve.console..", "io.pvefleet.pve.wire..", "io.pvefleet.pve.fault..", "io.pvefleet.pve.http..",
        "io.pvefleet.pve.console..");
    check("io.pvefleet.pve.simulator..", "io.pvefleet.pve.wire..", "io.pvefleet.pve.simulator..");
    check("io.pvefleet.fleet..", "io.pvefleet.fleet..");
    check("io.pvefleet.engine..", "io.pvefleet.engine..", "io.pvefleet.fleet..", "io.pvefleet.pve.wire..");
    check("io.pvefleet.engine.kinds.vm.schema..", "io.pvefleet.engine.kinds.vm.schema..", "io.pvefleet.fleet.schema..",
        "io.pvefleet.fleet.model..");
    check("io.pvefleet.process..", "io.pvefleet.process..", "io.pvefleet.fleet..", "io.pvefleet.pve.wire..",
        "io.pvefleet.pve.fault..", "io.pvefleet.pve.http..", "io.pvefleet.pve.console..");
  }

  @Test
  void onlyDemoAndSimulateKnowTheSimulator() {
    noClasses()
        .that().resideInAPackage("io.pvefleet.app..")
        .and().resideOutsideOfPackage("io.pvefleet.app.simulate..")
        .should().dependOnClassesThat().resideInAPackage("io.pvefleet.pve.simulator..")
        .check(product);
  }

  @Test
  void onlyTheClientsDoorKnowsTheHttpLibraryAndWhatSecretsHold() {
    noClasses()
        .that().resideOutsideOfPackage("io.pvefleet.pve.http..")
        .should().dependOnClassesThat().resideInAnyPackage("okhttp3..", "okio..")
        .orShould().callMethod(io.pvefleet.pve.http.Secret.class, "reveal")
        .check(product);
  }

  @Test
  void pureRoomsSeeNoClockNoChanceNoThreadAndNoTransport() {
    noClasses()
        .that().resideInAnyPackage("io.pvefleet.pve.wire..", "io.pvefleet.engine..", "io.pvefleet.fleet..",
            "io.pvefleet.pve.simulator.world..")
        .and().resideOutsideOfPackage("io.pvefleet.fleet.git..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "okhttp3..", "java.sql..", "java.net.http..",
            "org.quartz..", "java.nio.file..", "java.util.concurrent.locks..")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ExecutorService")
        .orShould().callMethod(Thread.class, "start")
        .orShould().callMethod(Thread.class, "sleep", long.class)
        .orShould().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(java.time.Instant.class, "now")
        .orShould().callMethod(java.util.UUID.class, "randomUUID")
        .orShould().callMethod(Math.class, "random")
        .check(product);
  }

  @Test
  void theCommandLineStartsWithoutSpring() {
    noClasses()
        .that().resideInAnyPackage("io.pvefleet.app.cli..", "io.pvefleet.app.reconcile..", "io.pvefleet.app.store..",
            "io.pvefleet.app.pve..", "io.pvefleet.app.simulate..", "io.pvefleet.app.settings..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.quartz..", "jakarta.servlet..")
        .check(product);
    noClasses()
        .that().resideInAPackage("io.pvefleet.process..")
        .and().resideOutsideOfPackages("io.pvefleet.process.page..", "io.pvefleet.process.server..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "jakarta.servlet..", "io.pvefleet.process.page..",
            "io.pvefleet.process.server..")
        .check(product);
  }

  @Test
  void packagesFormNoCycle() {
    for (String room : List.of("fleet", "engine", "process", "app", "pve", "pve.simulator")) {
      ArchRule noCycle = slices().matching("io.pvefleet." + room + ".(*)..").should().beFreeOfCycles();
      noCycle.allowEmptyShould(true).check(product);
    }
  }

  private static void check(String room, String... neighbours) {
    Set<String> allowed = new TreeSet<>(List.of(neighbours));
    ArchRuleDefinition.classes()
        .that().resideInAPackage(room)
        .should(knowOnly(allowed))
        .check(product);
  }

  /** Our own packages only: what of the outside a room may use is settled by its module's pom. */
  private static ArchCondition<JavaClass> knowOnly(Set<String> allowed) {
    List<com.tngtech.archunit.base.DescribedPredicate<JavaClass>> doors =
        allowed.stream().map(JavaClass.Predicates::resideInAPackage).toList();
    return new ArchCondition<>("know only " + allowed.stream().collect(Collectors.joining(", "))) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getDirectDependenciesFromSelf().stream()
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.pvefleet"))
            .filter(d -> doors.stream().noneMatch(door -> door.test(d.getTargetClass())))
            .forEach(d -> events.add(SimpleConditionEvent.violated(item, d.getDescription())));
      }
    };
  }
}
