package io.pvefleet.app.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import nu.validator.validation.SimpleDocumentValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** Every page is HTML as the standard has it, by the checker of the W3C. */
class MarkupTest {
  private static final String HTML = "http://s.validator.nu/html5-rdfalite.rnc";

  @RegisterExtension static final ServedPages SERVED = ServedPages.shared();
  private static SimpleDocumentValidator validator;

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
    // Not guessing languages: names of sites are Korean on English pages too.
    validator = new SimpleDocumentValidator(false, false, false);
    validator.setUpMainSchema(HTML, new Complaints());
  }

  @Test
  void everyPageIsValid() throws Exception {
    for (String language : List.of("en", "ko")) {
      for (String page : BrowserTest.PAGES) {
        assertThat(complaints(SERVED.page(page, language))).as("%s in %s", page, language).isEmpty();
      }
    }
  }

  @Test
  void theCheckerSeesWhatIsWrong() throws Exception {
    String page = SERVED.page("/vms", "en");
    assertThat(complaints(page.replaceFirst("<main", "<main role=\"nothing\""))).isNotEmpty();
    assertThat(complaints(page.replaceFirst("<tr id=\"[^\"]+\"", "<tr id=\"main\""))).isNotEmpty();
  }

  private static List<String> complaints(String page) throws Exception {
    Complaints complaints = new Complaints();
    validator.setUpValidatorAndParsers(complaints, false, false);
    validator.checkHtmlInputSource(new InputSource(new StringReader(page)));
    return complaints.all;
  }
}
