package io.pvefleet.pve.simulator.screen;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * One viewer's connection after the handshake. What arrives is read on a thread of its own; everything is written by the
 * thread that serves, so that a viewer that does not read delays nobody.
 */
final class RfbConnection {

  private static final int BUFFER = 16 * 1024;
  private static final int COLOUR = 0xFFFFFF;

  private final SimulatedScreen screen;
  private final Viewer viewer;
  private final ClientMessageReader in;
  private final OutputStream out;
  private final UpdateEncoder encoder = new UpdateEncoder();
  private final RandomGenerator noise;

  RfbConnection(SimulatedScreen screen, Viewer viewer, DataInputStream in, OutputStream out, long seed) {
    this.screen = screen;
    this.viewer = viewer;
    this.in = new ClientMessageReader(in);
    this.out = new BufferedOutputStream(out, BUFFER);
    this.noise = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
  }

  /** Blocks until either side ends it. The reading thread ends when the caller closes the stream, if not before. */
  void run(byte[] serverInit) throws IOException, InterruptedException {
    out.write(serverInit);
    out.flush();
    Thread.ofVirtual().name("rfb reader").start(this::readAll);
    for (var work = screen.awaitWork(viewer); work.isPresent(); work = screen.awaitWork(viewer)) {
      write(work.get());
    }
  }

  private void readAll() {
    try {
      while (screen.awaitListening(viewer)) {
        screen.accept(viewer, in.read());
      }
    } catch (RfbViolation violation) {
      screen.complain(violation);
    } catch (IOException gone) {
      // the viewer left: nothing to say and nobody to say it to
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      screen.end(viewer);
    }
  }

  private void write(Viewer.Work work) throws IOException {
    for (byte[] answer : work.answers()) {
      out.write(answer);
    }
    if (work.hasUpdate()) {
      List<Rect> parts = UpdateEncoder.bands(work.parts());
      List<Rect> noisy = UpdateEncoder.bands(work.noise().isEmpty() ? List.of() : List.of(work.noise()));
      out.write(UpdateEncoder.head(parts.size() + noisy.size()));
      for (Rect part : parts) {
        out.write(encoder.rectangle(Scene.draw(work.picture(), part), work.wishes()));
      }
      for (Rect part : noisy) {
        out.write(encoder.rectangle(noise(part), work.wishes()));
      }
    }
    out.flush();
  }

  private Canvas noise(Rect part) {
    Canvas canvas = new Canvas(part);
    int[] pixels = canvas.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = noise.nextInt() & COLOUR;
    }
    return canvas;
  }
}
