package io.pvefleet.vnc.rfb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pvefleet.vnc.rfb.HostHandshake.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Every console of the recordings of a real host, frame by frame; skipped loudly where the recordings are not. */
class RecordedConsoleTest {

  private static final Pattern FRAME =
      Pattern.compile("^<- ws frame opcode byte 0x82 len (\\d+): ([0-9a-f]+)  b'", Pattern.MULTILINE);
  private static final String GREETING = "524642203030332e3030380a";

  @Test
  void everyRecordedConsoleIsUnderstood() throws IOException {
    List<String> ends = new ArrayList<>();
    HostHandshake handshake = new HostHandshake(new byte[8]);
    boolean isOver = true;
    Matcher frame = FRAME.matcher(recording("20-vncproxy.txt"));
    while (frame.find()) {
      if (frame.group(2).equals(GREETING)) {
        handshake = new HostHandshake(new byte[8]);
        isOver = false;
      }
      if (!isOver) {
        assertThat(Integer.parseInt(frame.group(1))).as("recorded whole").isEqualTo(frame.group(2).length() / 2);
        Progress progress = handshake.receive(ByteBuffer.wrap(HexFormat.of().parseHex(frame.group(2))));
        isOver = !(progress instanceof Progress.Send);
        switch (progress) {
          case Progress.Send send -> {}
          case Progress.Done done -> ends.add(done.init().name() + " " + done.init().width() + "x" + done.init().height());
          case Progress.Failed failed -> ends.add(failed.why().sentence());
        }
      }
    }
    assertThat(ends).hasSizeGreaterThanOrEqualTo(4).contains("The host refused the VNC password: Authentication failed")
        .allMatch(end -> end.equals("QEMU (vm100) 720x400") || end.startsWith("The host refused the VNC password"));
    System.out.println("recorded consoles: " + ends);
  }

  private static String recording(String name) throws IOException {
    Optional<Path> file = Stream.of(System.getProperty("PVEFLEET_REFERENCE"), System.getenv("PVEFLEET_REFERENCE"),
            System.getProperty("pvefleet.root", "") + "/../shared/reference")
        .filter(Objects::nonNull).map(folder -> Path.of(folder, "transcripts", name)).filter(Files::exists).findFirst();
    if (file.isEmpty()) {
      System.out.println("SKIPPED: no recording " + name + "; set PVEFLEET_REFERENCE to the folder that holds it");
    }
    Assumptions.assumeTrue(file.isPresent());
    return Files.readString(file.orElseThrow(), StandardCharsets.UTF_8);
  }
}
