package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of others are those that were published: every one, no other, byte for byte. */
class VendorTest {
  private static final String MANIFEST = "SHA256SUMS";

  @Test
  void vendoredFilesAreThoseOfTheManifest() throws Exception {
    Path folder = folder();
    Map<String, String> expected = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve(MANIFEST))) {
      expected.put(line.substring(66), line.substring(0, 64));
    }
    assertThat(expected).hasSizeGreaterThan(60);
    assertThat(hashes(folder)).isEqualTo(expected);
  }

  @Test
  void everyVendoredPackageHasItsLicence() throws Exception {
    try (Stream<Path> packages = Files.list(folder())) {
      assertThat(packages.filter(Files::isDirectory)).isNotEmpty().allSatisfy(one -> {
        try (Stream<Path> files = Files.list(one)) {
          assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith("LICENSE"));
        }
      });
    }
  }

  private static Map<String, String> hashes(Path folder) throws IOException, NoSuchAlgorithmException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        hashes.put(folder.relativize(file).toString().replace('\\', '/'), HexFormat.of().formatHex(digest));
      }
    }
    hashes.remove(MANIFEST);
    return hashes;
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(VendorTest.class.getResource("/static/vendor").toURI());
  }
}
