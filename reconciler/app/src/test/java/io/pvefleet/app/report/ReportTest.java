package io.pvefleet.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pvefleet.app.store.MemoryStore;
import io.pvefleet.app.view.FleetBoard;
import io.pvefleet.app.web.SampleFleet;
import io.pvefleet.process.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final int HOSTS = 12;
  private static final int VMS = 4;

  @TempDir static Path shared;
  private static Path english;
  private static Report.Written written;

  @TempDir Path folder;

  @BeforeAll
  static void writeOne() {
    english = shared.resolve("report");
    written = write(english, Locale.ENGLISH);
  }

  @Test
  void everyPageIsThereAndEveryLinkLeadsToAFile() throws IOException {
    Path out = english;
    List<Path> pages = pages(out);
    assertThat(pages).hasSize(written.pages());
    assertThat(pages(out.resolve("hosts")).stream().filter(page -> !page.toString().contains("_"))).hasSize(HOSTS);
    try (Stream<Path> hosts = Files.list(out.resolve("vms"))) {
      assertThat(hosts).hasSize(HOSTS);
    }
    assertThat(out.resolve("vms/busan-010/104_tab-events.html")).content().contains("12.4 GiB free, 64 GiB needed");
    for (Path page : pages) {
      Document document = Jsoup.parse(page);
      assertThat(document.select("script, form, noscript, [data-age]")).as("%s", page).isEmpty();
      assertThat(document.selectFirst("footer").text()).startsWith("A report as of November 22, 2026, 2:30");
      assertThat(dead(page, document)).as("%s", page).isEmpty();
    }
    try (Stream<Path> beside = Files.list(shared)) {
      assertThat(beside).as("nothing is left beside it").containsExactly(out);
    }
  }

  @Test
  void agesAreMomentsSinceAFileDoesNotGrowOlder() throws IOException {
    Document vms = Jsoup.parse(english.resolve("vms.html"));
    assertThat(vms.select("th").eachText()).contains("Since").doesNotContain("For");
    assertThat(vms.select("td[data-label=Since] time").eachText()).isNotEmpty().allMatch(text -> text.matches("2026-1\\d-\\d\\d .*"));
    assertThat(Jsoup.parse(english.resolve("events.html")).text()).doesNotContain(" ago");
  }

  @Test
  void onePageIsOneFile() throws IOException {
    try (Stream<Path> pages = Files.list(english.resolve("vms/busan-010"))) {
      assertThat(pages.map(page -> page.getFileName().toString()).filter(page -> page.startsWith("104")))
          .containsExactlyInAnyOrder("104.html", "104_show-all.html", "104_tab-config.html", "104_tab-events.html", "104_tab-runs.html",
              "104_tab-usage.html", "104_span-30d_tab-usage.html");
    }
  }

  @Test
  void othersMayReadItAsTheyMayReadAnyFolderOfItsOwner() throws IOException {
    Path ordinary = Files.createDirectory(folder.resolve("ordinary"));
    assertThat(Files.getPosixFilePermissions(english)).isEqualTo(Files.getPosixFilePermissions(ordinary));
  }

  @Test
  void whatALinkLeadsToIsReplacedAndNotTheLink() throws IOException {
    Path out = Files.createDirectory(folder.resolve("web"));
    Path link = Files.createSymbolicLink(folder.resolve("report"), out);
    try (ReportFolder target = ReportFolder.at(link)) {
      target.write("index.html", new byte[] {1});
      target.finish();
    }
    assertThat(link).isSymbolicLink();
    assertThat(out.resolve("index.html")).exists();
  }

  @Test
  void anEarlierReportIsReplacedWholeInTheOtherLanguage() throws IOException {
    Path out = folder.resolve("report");
    try (ReportFolder earlier = ReportFolder.at(out)) {
      earlier.write("vms/old.html", "a VM that left Git".getBytes(StandardCharsets.UTF_8));
      earlier.finish();
    }
    write(out, Locale.KOREAN);
    assertThat(out.resolve("vms/old.html")).doesNotExist();
    assertThat(Jsoup.parse(out.resolve("index.html")).selectFirst("html").attr("lang")).isEqualTo("ko");
    assertThat(out.resolve("index.html")).content().contains("기준 보고서입니다");
  }

  @Test
  void aFolderWithAnythingElseIsLeftAlone() throws IOException {
    Path out = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(out.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(() -> write(out, Locale.ENGLISH)).isInstanceOf(Failure.class).hasMessageContaining("no report of pvefleet");
    assertThat(pages(out)).isEmpty();
    assertThat(out.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void namesOfFilesAreAddressesThatCanBeRead() {
    assertThat(PageFiles.file(URI.create("http://x/"))).contains("index.html");
    assertThat(PageFiles.file(URI.create("http://x/vms?state=Held&role=pos"))).contains("vms_role-pos_state-Held.html");
    assertThat(PageFiles.file(URI.create("http://x/vms?tag=&state=Held"))).contains("vms_state-Held.html");
    assertThat(PageFiles.file(URI.create("http://x/vms?tag=a%2Fb")).orElseThrow()).matches("vms_tag-a-b-[0-9a-f]+\\.html");
    assertThat(PageFiles.file(URI.create("http://x/vms?tag=a%3Fb")))
        .isNotEqualTo(PageFiles.file(URI.create("http://x/vms?tag=a%3Ab")));
    assertThat(PageFiles.file(URI.create("http://x/api/v1/vms"))).isEmpty();
  }

  private static Report.Written write(Path out, Locale language) {
    Clock clock = Clock.fixed(SampleFleet.NOW, ZoneOffset.UTC);
    FleetBoard board = SampleFleet.troubled(clock, HOSTS, VMS);
    try (MemoryStore store = new MemoryStore()) {
      SampleFleet.history(store, SampleFleet.NOW);
      return Report.write(board, store, language, out, pages -> {});
    }
  }

  private static List<String> dead(Path page, Document document) {
    List<String> dead = new ArrayList<>();
    for (Element link : document.select("a[href]:not([href^=#]), link[href]")) {
      String href = link.attr("href");
      if (!href.startsWith("http")) {
        Path target = Path.of(page.toUri().resolve(href.replaceFirst("#.*", "")));
        if (!Files.isRegularFile(target)) {
          dead.add(href);
        }
      }
    }
    return dead;
  }

  private static List<Path> pages(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }
}
