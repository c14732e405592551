package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nu.validator.validation.SimpleDocumentValidator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** Every page is HTML as the standard has it, by the checker of the W3C. */
class MarkupTest {
  private static final String HTML = "http://s.validator.nu/html5-rdfalite.rnc";

  @TempDir static Path folder;
  private static ConfigurableApplicationContext app;
  private static String base;
  private static SimpleDocumentValidator validator;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What the checker complains of. */
  private static final class Complaints implements ErrorHandler {
    private final List<String> all = new ArrayList<>();

    @Override
    public void warning(SAXParseException warning) {
      all.add("warning, line " + warning.getLineNumber() + ": " + warning.getMessage());
    }

    @Override
    public void error(SAXParseException error) {
      all.add("line " + error.getLineNumber() + ": " + error.getMessage());
    }

    @Override
    public void fatalError(SAXParseException error) {
      error(error);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    app = SamplePages.start(folder, 0, 100, 10);
    base = "http://127.0.0.1:" + app.getEnvironment().getProperty("local.server.port");
    // Not guessing languages: names of sites are Korean on English pages too.
    validator = new SimpleDocumentValidator(false, false, false);
    validator.setUpMainSchema(HTML, new Complaints());
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void everyPageIsValid() throws Exception {
    for (String language : List.of("en", "ko")) {
      for (String page : BrowserTest.PAGES) {
        assertThat(complaints(text(page, language))).as("%s in %s", page, language).isEmpty();
      }
    }
  }

  @Test
  void theCheckerSeesWhatIsWrong() throws Exception {
    String page = text("/vms", "en");
    assertThat(complaints(page.replaceFirst("<main", "<main role=\"nothing\""))).isNotEmpty();
    assertThat(complaints(page.replaceFirst("<tr id=\"[^\"]+\"", "<tr id=\"main\""))).isNotEmpty();
  }

  private static List<String> complaints(String page) throws Exception {
    Complaints complaints = new Complaints();
    validator.setUpValidatorAndParsers(complaints, false, false);
    validator.checkHtmlInputSource(new InputSource(new StringReader(page)));
    return complaints.all;
  }

  private String text(String page, String language) throws IOException, InterruptedException {
    String address = base + page + (page.contains("?") ? "&" : "?") + "lang=" + language;
    return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString()).body();
  }
}
