package io.pvefleet.bench.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many browsers at once. Opens consoles, keeps them for a while and prints how long each first picture took, what came in that
 * time, and what the relaying process spent on it.
 *
 * <p>{@code proxy URL HOSTS VMS SESSIONS AT-ONCE SECONDS PID}: through the console proxy, logged in by the header of a reverse
 * proxy. {@code web URL SESSIONS SECONDS PID}: through a relay that speaks WebSocket only. {@code tcp PORT SESSIONS SECONDS PID}:
 * through a bare copy.
 */
public final class ConsoleLoad {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  /** A person may have 100 consoles at most. */
  private static final int USERS = 10;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final LongAdder bytes = new LongAdder();
  private final List<CompletableFuture<Long>> frames = new ArrayList<>();
  private final List<CompletableFuture<Integer>> ends = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(Executors.newVirtualThreadPerTaskExecutor()).build();

  private ConsoleLoad() {}

  public static void main(String[] args) throws Exception {
    ConsoleLoad load = new ConsoleLoad();
    int last = args.length - 1;
    switch (args[0]) {
      case "proxy" -> load.proxy(URI.create(args[1]), number(args[2]), number(args[3]), number(args[4]), number(args[5]));
      case "web" -> load.web(URI.create(args[1]), number(args[2]));
      case "tcp" -> load.tcp(number(args[1]), number(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
    load.report(number(args[last - 1]), Long.parseLong(args[last]));
    System.exit(0); // what is open is cut
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  /** Session i is of VM i / hosts on host i % hosts, so that hosts are loaded evenly and no VM has two. */
  private void proxy(URI base, int hosts, int vms, int sessions, int atOnce) throws InterruptedException {
    if (sessions > hosts * vms) {
      throw new IllegalArgumentException(sessions + " sessions on " + hosts * vms + " VMs");
    }
    Semaphore opening = new Semaphore(atOnce);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      String host = String.format(Locale.ROOT, "sim-%04d", i % hosts + 1);
      int vmid = 100 + i / hosts;
      String user = "bench-" + i % USERS;
      opening.acquire();
      all.add(
          CompletableFuture.runAsync(() -> {
            try {
              open(base, user, host, vmid);
            } finally {
              opening.release();
            }
          }, Executors.newVirtualThreadPerTaskExecutor()));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
  }

  private void open(URI base, String user, String host, int vmid) {
    String origin = base.toString();
    Map<String, String> headers = Map.of("Origin", origin, "X-Remote-User", user);
    long began = System.nanoTime();
    try {
      String body = JSON.writeValueAsString(Map.of("host", host, "vmid", vmid));
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("/api/vnc/connect"))
              .header("Content-Type", "application/json").header("X-Pvefleet", "1")
              .header("Origin", origin).header("X-Remote-User", user)
              .timeout(LIMIT)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException(host + "/" + vmid + ": " + answer.statusCode() + " " + answer.body());
      }
      JsonNode session = JSON.readTree(answer.body());
      URI socket = URI.create(
          "ws://" + base.getAuthority() + "/api/vnc/socket/" + session.path("sessionId").asString());
      String[] protocols = {"nonce." + session.path("nonce").asString()};
      take(WebViewer.connect(http, socket, headers, protocols, bytes, began));
    } catch (IOException e) {
      throw new IllegalStateException(host + "/" + vmid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void web(URI socket, int sessions) {
    for (int i = 0; i < sessions; i++) {
      take(WebViewer.connect(http, socket, Map.of(), new String[0], bytes, System.nanoTime()));
    }
  }

  /** The picture of a session is waited for, so that "at once" means what it says. */
  private void take(WebViewer viewer) {
    synchronized (frames) {
      frames.add(viewer.firstFrame());
      ends.add(viewer.closed());
    }
    viewer.firstFrame().handle((nanos, fault) -> nanos).join();
  }

  private void tcp(int port, int sessions) throws IOException {
    for (int i = 0; i < sessions; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      ViewerStream stream = new ViewerStream(bytes, System.nanoTime(), message -> {
        try {
          socket.getOutputStream().write(message);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      });
      frames.add(stream.firstFrame());
      Thread.ofVirtual().start(() -> {
        byte[] buffer = new byte[64 * 1024];
        try {
          for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
            stream.receive(ByteBuffer.wrap(buffer, 0, n));
          }
        } catch (IOException gone) {
          // seen in the figures
        }
      });
    }
  }

  private void report(int seconds, long pid) throws InterruptedException {
    List<Long> millis = new ArrayList<>();
    int failed = 0;
    for (CompletableFuture<Long> frame : frames) {
      try {
        millis.add(frame.get(LIMIT.toSeconds(), TimeUnit.SECONDS) / 1_000_000);
      } catch (ExecutionException | TimeoutException e) {
        if (failed++ == 0) {
          System.err.println("first failure: " + e);
        }
      }
    }
    ProcessFigures before = ProcessFigures.of(pid);
    long bytesBefore = bytes.sum();
    long began = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double took = (System.nanoTime() - began) / 1e9;
    double mib = (bytes.sum() - bytesBefore) / 1048576.0;
    ProcessFigures after = ProcessFigures.of(pid);
    double cpu = after.cpuSeconds() - before.cpuSeconds();
    millis.sort(Long::compare);
    long lost = ends.stream().filter(CompletableFuture::isDone).count();
    System.out.printf(Locale.ROOT,
        "  sessions %d, failed %d, lost %d%n  click to first frame: median %d ms, p95 %d ms, max %d ms%n"
            + "  relayed %.1f MiB in %.1f s: %.1f Mbit/s; %.2f CPU s; %.0f MiB per CPU second; resident %d MiB%n",
        millis.size(), failed, lost, at(millis, 0.5), at(millis, 0.95), at(millis, 1), mib, took, mib * 8.388608 / took, cpu,
        cpu == 0 ? 0 : mib / cpu, after.residentMiB());
  }

  private static long at(List<Long> sorted, double part) {
    return sorted.isEmpty() ? -1 : sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(part * sorted.size()) - 1));
  }
}
