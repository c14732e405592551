package io.pvefleet.pve.simulator.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Requests and answers recorded from a real host. */
final class Transcript {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BODY = "<<< body: ";
  private static final Pattern POLLED = Pattern.compile("\\(polled .*?final status: (\\{.*})\\)?.*");

  /**
   * One recorded request and its answer.
   *
   * @param exit how the task it started ended; empty where nobody waited for it
   */
  record Exchange(
      String title, String line, List<String> headers, String body, String status, JsonNode answer, Optional<String> exit) {
    String method() {
      return line.split(" ")[0];
    }

    String target() {
      return line.split(" ")[1];
    }
  }

  private Transcript() {}

  static List<Exchange> read(Path file) throws IOException {
    List<Exchange> exchanges = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    String title = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("## ")) {
        title = line.substring(3);
      }
      Matcher polled = POLLED.matcher(line);
      if (polled.matches() && !exchanges.isEmpty()) {
        Exchange last = exchanges.removeLast();
        String exit = JSON.readTree(polled.group(1)).path("exitstatus").asString("");
        exchanges.add(new Exchange(last.title, last.line, last.headers, last.body, last.status, last.answer, Optional.of(exit)));
      }
      if (!line.startsWith(">>> ") || !line.endsWith(" HTTP/1.1")) {
        continue;
      }
      List<String> request = new ArrayList<>();
      for (; i < lines.size() && lines.get(i).startsWith(">>>"); i++) {
        request.add(lines.get(i).length() > 4 ? lines.get(i).substring(4) : "");
      }
      List<String> answer = new ArrayList<>();
      for (; i < lines.size() && !lines.get(i).startsWith("(took"); i++) {
        answer.add(lines.get(i));
      }
      if (i + 1 < lines.size() && lines.get(i + 1).startsWith(BODY)) {
        answer.add("<<<"); // upgrades are recorded with the body behind the time
        answer.add("<<< " + lines.get(i + 1).substring(BODY.length()));
      }
      exchanges.add(exchange(title, request, answer));
    }
    return exchanges;
  }

  private static Exchange exchange(String title, List<String> request, List<String> answer) {
    int blank = request.indexOf("");
    List<String> headers = blank < 0 ? request.subList(1, request.size()) : request.subList(1, blank);
    String body = blank < 0 ? "" : String.join("\n", request.subList(blank + 1, request.size())).strip();
    String status = answer.stream().filter(l -> l.startsWith("<<< HTTP/")).findFirst().map(l -> l.substring(4)).orElse("");
    int start = answer.indexOf("<<<");
    StringBuilder text = new StringBuilder();
    for (int i = start + 1; start >= 0 && i < answer.size(); i++) {
      String line = answer.get(i);
      text.append(line.startsWith("<<< ") ? line.substring(4) : line).append('\n');
    }
    return new Exchange(title, request.getFirst(), List.copyOf(headers), body, status, json(text.toString()), Optional.empty());
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JacksonException plain) {
      return MissingNode.getInstance();
    }
  }
}
