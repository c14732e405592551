package io.pvefleet.fleet.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes as text: UTF-8 only, a byte order mark at the start is dropped, the first bad byte is located. */
final class TextDecoder {

  /** Either the text or what is wrong with the bytes. */
  sealed interface Decoded {
    record Text(String text) implements Decoded {}

    record Bad(YamlProblem problem) implements Decoded {}
  }

  private TextDecoder() {}

  static Decoded decode(String file, byte[] content) {
    if (content.length > YamlLimits.MAX_FILE_BYTES) {
      return new Decoded.Bad(new YamlProblem(YamlProblem.Kind.LIMIT, new Place(file, 1, 1), "",
          "The file has " + content.length + " bytes; at most " + YamlLimits.MAX_FILE_BYTES + " are read.",
          "Split the file, or list it in .fleetignore if it is no part of the fleet."));
    }
    if (startsWith(content, 0xFE, 0xFF) || startsWith(content, 0xFF, 0xFE)) {
      return new Decoded.Bad(new YamlProblem(YamlProblem.Kind.ENCODING, new Place(file, 1, 1), "",
          "The file is encoded as UTF-16.", "Save it as UTF-8."));
    }
    int start = startsWith(content, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(content, start, content.length - start);
    CharBuffer out = CharBuffer.allocate(content.length - start + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      return new Decoded.Bad(new YamlProblem(YamlProblem.Kind.ENCODING, placeAt(file, text, nul), "",
          "The file holds a zero byte, so it is no text.",
          "Remove the file, or list it in .fleetignore if it is no part of the fleet."));
    }
    if (result.isError()) {
      return new Decoded.Bad(new YamlProblem(YamlProblem.Kind.ENCODING, placeAt(file, text, text.length()), "",
          "Byte 0x%02X at offset %d is no UTF-8.".formatted(content[in.position()] & 0xFF, in.position()),
          "Save the file as UTF-8; older Korean files are often in CP949."));
    }
    return new Decoded.Text(text);
  }

  /** The place of a character, by its index in the text. */
  static Place placeAt(String file, String text, int index) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Place(file, line, text.codePointCount(lineStart, index) + 1);
  }

  private static boolean startsWith(byte[] content, int... prefix) {
    if (content.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((content[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
