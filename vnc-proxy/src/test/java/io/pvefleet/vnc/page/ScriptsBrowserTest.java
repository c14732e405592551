package io.pvefleet.vnc.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pure modules of the pages, in the browser that runs them. */
class ScriptsBrowserTest extends BrowserCase {

  @Test
  void hangulIsDecomposedAsATwoSetKeyboardComposesIt() {
    Map<String, String> expected =
        Map.of(
            "안녕하세요", "dkssudgktpdy", "값이", "rkqtdl", "닭", "ekfr", "있", "dlT", "없", "djqt", "까", "Rk", "왜", "dho", "의", "dml",
            "뷁", "qnpfr", "얘예", "dOdP");
    expected.forEach((text, keys) -> assertThat(strokes(text, false)).as(text).isEqualTo("^" + keys + "^"));
  }

  @Test
  void everySyllableHasKeysThatAreLetters() {
    Object odd =
        tabOf("hangul.js",
            "const odd = []; for (let code = 0xac00; code <= 0xd7a3; code++) {"
                + " const keys = m.keysOf(String.fromCodePoint(code)); if (!/^[A-Za-z]{2,5}$/.test(keys)) odd.push(code); }"
                + " const all = new Set();"
                + " for (let code = 0xac00; code <= 0xd7a3; code++) all.add(m.keysOf(String.fromCodePoint(code)));"
                + " return odd.concat(all.size === 11172 ? [] : ['two syllables have the same keys: ' + all.size]);");
    assertThat(odd).isEqualTo(List.of());
  }

  @Test
  void modeIsSwitchedOnlyForLettersAndPutBackAtTheEnd() {
    assertThat(strokes("abc 12", false)).isEqualTo("abc 12");
    assertThat(strokes("가 1 나", false)).as("blanks and digits are the same in both").isEqualTo("^rk 1 sk^");
    assertThat(strokes("가a나", false)).isEqualTo("^rk^a^sk^");
    assertThat(strokes("가", true)).as("a guest that is in Hangul mode already").isEqualTo("rk");
    assertThat(strokes("a", true)).isEqualTo("^a^");
    assertThat(strokes("한글\r\n끝", false)).isEqualTo("^gksrmf\nRmx^");
  }

  @Test
  void lettersThatStandAloneAreNotDrawnIntoTheirNeighbours() {
    assertThat(strokes("하ㅎ", false)).as("else it becomes 핳").isEqualTo("^gk^^g^");
    assertThat(strokes("ㅋㅋㅋ", false)).as("the same letter never joins").isEqualTo("^zzz^");
    assertThat(strokes("ㄱ아", false)).isEqualTo("^r^^dk^");
  }

  @Test
  void decomposedTextOfAMacIsComposedFirstAndWhatNoKeyboardHasIsNamed() {
    assertThat(strokes("\u1112\u1161\u11ab", false)).isEqualTo("^gks^");
    assertThat(tabOf("hangul.js", "return m.strokesOf('a☃b☃漢', false).untypable")).isEqualTo(List.of("☃", "漢"));
  }

  @Test
  void everyCharacterOfTheUsKeyboardHasItsKey() {
    Object missing =
        tabOf("keys.js",
            "const missing = []; for (let code = 32; code < 127; code++) { const keys = m.keysFor(String.fromCharCode(code));"
                + " if (!keys.length || keys.at(-1).keysym !== code) missing.push(code); }"
                + " return missing.concat(m.keysFor('A').map(key => key.code))");
    assertThat(missing).isEqualTo(List.of("ShiftLeft", "KeyA"));
  }

  @Test
  void patienceGrowsAndEnds() {
    assertThat(tabOf("reconnect.js", "return [1,2,3,4,5,6,7,10,11].map(m.delay)"))
        .isEqualTo(java.util.Arrays.asList(500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L, 15000L, null));
  }

  @Test
  void refusalsAreFollowedByWhatTheirCodesSay() {
    Object verdicts =
        tabOf("reconnect.js",
            "return [[409, 'PVF-0707'], [404, 'PVF-0703'], [502, 'PVF-0712'], [502, 'PVF-0711'], [0, ''], [429, 'PVF-0708'],"
                + " [403, '']]"
                + ".map(([status, code]) => m.verdictOfRefusal({status, code}))");
    assertThat(verdicts).isEqualTo(List.of("wait", "anew", "stop", "again", "again", "stop", "stop"));
  }

  @Test
  void bothLanguagesSayTheSame() {
    Object differing =
        tabOf("words.en.js",
            "const ko = (await import(at + 'words.ko.js')).words; const en = m.words;"
                + " const holes = text => (text.match(/\\{\\d\\}/g) ?? []).toSorted().join();"
                + " return [...new Set([...Object.keys(en), ...Object.keys(ko)])]"
                + ".filter(key => !(key in en) || !(key in ko) || holes(en[key]) !== holes(ko[key]))");
    assertThat(differing).isEqualTo(List.of());
  }

  /** Keys as characters, a switch between Hangul and Latin as a caret. */
  private String strokes(String text, boolean isKorean) {
    return String.valueOf(
        tabOf("hangul.js",
            "return m.strokesOf(arguments_[0], arguments_[1]).strokes.map(stroke => stroke.toggle ? '^' : stroke.key).join('')",
            text, isKorean));
  }

  private Object tabOf(String module, String body, Object... values) {
    if (!String.valueOf(chromium.driver().getCurrentUrl()).endsWith("/console/none")) {
      tab.open("/console/none");
    }
    return tab.script(
        "const at = document.body.dataset.icons; const arguments_ = arguments[1];"
            + " return import(at + arguments[0]).then(async m => { " + body + " });",
        module, List.of(values));
  }
}
