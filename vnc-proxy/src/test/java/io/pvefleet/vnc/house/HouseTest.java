package io.pvefleet.vnc.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom in the console proxy, as docs/architecture.md draws it. */
class HouseTest {

  private static final String HERE = "io.pvefleet.vnc";

  private static JavaClasses product;

  @BeforeAll
  static void readTheClasses() {
    product = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(HERE);
  }

  @Test
  void theProxyKnowsFleetProcessAndClientAndNothingElseOfOurs() {
    classes().should(know("io.pvefleet.fleet..", "io.pvefleet.process..", "io.pvefleet.pve.wire..", "io.pvefleet.pve.fault..",
            "io.pvefleet.pve.http..", "io.pvefleet.pve.console..", HERE + ".."))
        .because("neither process knows the other's classes, and the simulator is for tests and the demo").check(product);
  }

  @Test
  void protocolsKnowNobody() {
    Stream.of("rfb", "terminal").map(room -> HERE + "." + room + "..").forEach(room ->
        classes().that().resideInAPackage(room).should(know(room)).check(product));
  }

  @Test
  void aRelayKnowsItsProtocolsAndTheReasonsOfAnEnd() {
    classes().that().resideInAPackage(HERE + ".relay..")
        .should(know(HERE + ".relay..", HERE + ".rfb..", HERE + ".terminal..", HERE + ".session..")).check(product);
    noClasses().that().resideInAPackage(HERE + ".relay..")
        .should().dependOnClassesThat(JavaClass.Predicates.resideInAPackage(HERE + ".session..")
            .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("CloseReason")))).check(product);
  }

  @Test
  void pureRoomsSeeNoClockNoChanceNoThreadAndNoTransport() {
    noClasses().that().resideInAnyPackage(HERE + ".rfb..", HERE + ".terminal..", HERE + ".access..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "okhttp3..", "java.sql..", "java.net..",
            "java.nio.file..", "java.util.concurrent..", "org.slf4j..", "jakarta..")
        .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
        .orShould().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(Instant.class, "now")
        .orShould().dependOnClassesThat().areAssignableTo(Clock.class)
        .orShould().callMethod(UUID.class, "randomUUID")
        .orShould().callMethod(Math.class, "random")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
        .check(product);
  }

  @Test
  void aRelayIsToldTheTimeAndStartsNoThread() {
    noClasses().that().resideInAPackage(HERE + ".relay..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "okhttp3..", "java.sql..", "java.nio.file..")
        .orShould().dependOnClassesThat().areAssignableTo(Thread.class)
        .orShould().callMethod(System.class, "currentTimeMillis")
        .orShould().callMethod(System.class, "nanoTime")
        .orShould().callMethod(Instant.class, "now")
        .check(product);
  }

  @Test
  void theCommandsStartWithoutSpring() {
    noClasses().that().resideInAnyPackage(HERE + ".cli..", HERE + ".doctor..", HERE + ".settings..")
        .should().dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("org.springframework..", "jakarta..")
            .and(JavaClass.Predicates.resideOutsideOfPackage("org.springframework.security.crypto.bcrypt..")))
        .because("a command that asks or prints something is over before Spring would have begun").check(product);
    noClasses().that().resideInAPackage(HERE + ".cli..").and().doNotHaveSimpleName("ServeCommand")
        .should().dependOnClassesThat().resideInAPackage(HERE + ".web..").check(product);
  }

  @Test
  void roomsFormNoCycle() {
    slices().matching(HERE + ".(*)..").should().beFreeOfCycles().check(product);
  }

  @Test
  void everyRoomHasASignAndChecksNulls() {
    List<JavaPackage> rooms = product.getPackage(HERE).getSubpackagesInTree().stream()
        .filter(room -> !room.getClasses().isEmpty()).toList();

    assertThat(rooms).hasSizeGreaterThan(8).allMatch(room -> room.isAnnotatedWith(NullMarked.class));
  }

  /** Of our own packages only: what of the outside a room may use is settled by the module's pom and the rules above. */
  private static ArchCondition<JavaClass> know(String... rooms) {
    return ArchConditions.onlyDependOnClassesThat(
        JavaClass.Predicates.resideInAnyPackage(rooms)
            .or(JavaClass.Predicates.resideOutsideOfPackage("io.pvefleet..")));
  }
}
