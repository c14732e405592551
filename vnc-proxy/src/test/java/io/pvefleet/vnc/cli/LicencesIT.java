package io.pvefleet.vnc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The licences that the page about the daemon shows are those of what is packaged: none is missing, none is of something that left. */
class LicencesIT {
  private static final List<String> PROGRAMS = List.of("reconciler/app", "vnc-proxy");

  @Test
  void everythingThatIsDeliveredHasItsLicenceAndNothingElse() throws Exception {
    Path top = Path.of(System.getProperty("pvefleet.root", ".."));
    boolean isBuilt = PROGRAMS.stream().allMatch(program -> Files.isDirectory(top.resolve(program).resolve("target/lib")));
    if (!isBuilt) {
      System.out.println("LicencesIT skipped: nothing is packaged yet; ./mvnw verify packages it");
    }
    Assumptions.assumeTrue(isBuilt, "nothing is packaged yet");

    Set<String> delivered = new TreeSet<>(PROGRAMS.stream().map(program -> program.replace("reconciler/", "reconciler-")).toList());
    for (String program : PROGRAMS) {
      names(top.resolve(program).resolve("target/lib")).forEach(delivered::add);
    }
    names(top.resolve("vnc-proxy/src/main/resources/static/vendor")).map(name -> "vendor/" + name).forEach(delivered::add);
    delivered.remove("vendor/SHA256SUMS");

    List<String> listed = Files.readAllLines(top.resolve("reconciler/app/src/main/resources/licences.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> Stream.of(line.split(" \\| ", -1)[2].split(" ")))
        .toList();
    Set<String> missing = new TreeSet<>(delivered);
    Set<String> gone = new HashSet<>(listed);
    for (String name : delivered) {
      for (String pattern : listed) {
        boolean isIt = pattern.endsWith("*") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern);
        if (isIt) {
          missing.remove(name);
          gone.remove(pattern);
        }
      }
    }
    assertThat(missing).as("delivered without a line in licences.txt").isEmpty();
    assertThat(gone).as("in licences.txt and not delivered").isEmpty();
  }

  /** Without their versions. */
  private static Stream<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString().replaceFirst("-\\d.*$", "").replaceFirst("\\.jar$", "")));
    }
    return names.stream();
  }
}
