package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class PageTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "|/?lang=ko", "q=가 나|/?q=%EA%B0%80+%EB%82%98&lang=ko", "lang=en|/?lang=ko", "q=a=b[]\"<|/?q=a%3Db%5B%5D%22%3C&lang=ko"})
  void otherLanguageIsTheSamePageWhateverItWasAskedFor(String parameter, String expected) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
    if (parameter != null) {
      request.setParameter(parameter.split("=", 2)[0], parameter.split("=", 2)[1]);
    }
    Object page =
        Page.of("index", request, Locale.KOREAN, Optional.empty(), PageFiles.ofClassPath()).getModel().get("page");
    assertThat(((Page) page).with("lang", "ko")).isEqualTo(expected);
  }
}
