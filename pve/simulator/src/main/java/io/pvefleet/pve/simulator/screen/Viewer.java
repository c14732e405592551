package io.pvefleet.pve.simulator.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one viewer has been told and still waits for. Guarded by the screen's lock; what is to be written is handed out as
 * {@link Work}, so that nothing is written under it.
 */
final class Viewer {

  /** Answers that wait to be written; a viewer that asks but does not read is not listened to until it does. */
  private static final int ANSWERS_LIMIT = 64 * 1024;

  /** A load is delivered in portions of this length, so that it comes evenly. */
  private static final Duration PORTION = Duration.ofMillis(33);

  private final List<byte[]> answers = new ArrayList<>();
  private ViewerWishes wishes = ViewerWishes.NONE;
  private int answerBytes;
  private ScreenSize told;
  private Picture seen;
  private Rect wanted = Rect.NOTHING;
  private boolean isWaiting;
  private boolean isOver;
  private Instant loadedUntil;

  Viewer(Picture now, Instant time) {
    this.told = now.size();
    this.seen = now;
    this.loadedUntil = time;
  }

  /**
   * What to write next.
   *
   * @param answers first
   * @param parts then these of the picture
   * @param noise and this, not of the picture
   */
  record Work(List<byte[]> answers, Picture picture, List<Rect> parts, Rect noise, ViewerWishes wishes) {
    boolean hasUpdate() {
      return !parts.isEmpty() || !noise.isEmpty();
    }
  }

  void answer(byte[] bytes) {
    if (isOver) {
      return;
    }
    answers.add(bytes);
    answerBytes += bytes.length;
  }

  boolean isBehind() {
    return answerBytes > ANSWERS_LIMIT;
  }

  boolean isWaiting() {
    return isWaiting;
  }

  boolean isOver() {
    return isOver;
  }

  /** What was answered before the end is still to be written, as QEMU had already written it. */
  boolean isOwedNothing() {
    return isOver && answers.isEmpty();
  }

  void end() {
    isOver = true;
  }

  ViewerWishes wishes() {
    return wishes;
  }

  void wish(ViewerWishes wished) {
    wishes = wished;
  }

  void requestChanges() {
    isWaiting = true;
  }

  void request(Rect part) {
    isWaiting = true;
    wanted = wanted.around(part.clippedTo(told.whole()));
    if (wishes.knows(Feature.EXTENDED_DESKTOP_SIZE)) {
      answer(ServerMessages.extendedDesktopSize(told, 0, 0));
    }
  }

  /** Says the size if it is not the one that the viewer knows; one that cannot be told keeps seeing the old part. */
  void tell(ScreenSize size) {
    if (told.equals(size)) {
      return;
    }
    if (wishes.knows(Feature.EXTENDED_DESKTOP_SIZE)) {
      answer(ServerMessages.extendedDesktopSize(size, 0, 0));
    } else if (wishes.knows(Feature.DESKTOP_SIZE)) {
      answer(ServerMessages.desktopSize(size));
    } else {
      return;
    }
    told = size;
  }

  /** Takes what can be written now; nothing while there is nothing. */
  Optional<Work> take(Picture picture, Motion motion, Instant now) {
    if (!answers.isEmpty()) {
      Work work = new Work(List.copyOf(answers), picture, List.of(), Rect.NOTHING, wishes);
      answers.clear();
      answerBytes = 0;
      return Optional.of(work);
    }
    if (!isWaiting || isOver) {
      return Optional.empty();
    }
    Work work = new Work(List.of(), picture, parts(picture), noise(picture.size(), motion, now), wishes);
    if (!work.hasUpdate()) {
      return Optional.empty();
    }
    isWaiting = false;
    wanted = Rect.NOTHING;
    seen = picture;
    loadedUntil = now;
    return Optional.of(work);
  }

  /** How long nothing can change by itself; empty when nothing ever does. */
  static Optional<Duration> pause(Motion motion) {
    return switch (motion) {
      case Motion.Still still -> Optional.empty();
      case Motion.Ticking ticking -> Optional.of(Duration.ofMillis(1000 / Scene.TICKS_PER_SECOND));
      case Motion.Load load -> Optional.of(PORTION);
    };
  }

  private List<Rect> parts(Picture picture) {
    Rect visible = picture.size().whole().clippedTo(told.whole());
    if (!seen.size().equals(picture.size())) {
      return List.of(visible);
    }
    List<Rect> parts = new ArrayList<>();
    for (Rect part : Scene.differences(seen, picture)) {
      add(part.clippedTo(visible), parts);
    }
    add(wanted.clippedTo(visible), parts);
    return parts;
  }

  private static void add(Rect part, List<Rect> parts) {
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  /** As many rows of noise as the rate owes since the last update, at most the whole screen. */
  private Rect noise(ScreenSize size, Motion motion, Instant now) {
    Duration since = Duration.between(loadedUntil, now);
    if (!(motion instanceof Motion.Load load) || since.compareTo(PORTION) < 0) {
      return Rect.NOTHING;
    }
    Rect visible = size.whole().clippedTo(told.whole());
    double bytes = load.mbitPerSecond() * 125_000 * since.toNanos() / 1e9;
    double pixels = bytes / wishes.bytesPerPixel();
    int width = Math.clamp((long) Math.ceil(Math.sqrt(pixels)), 1, visible.width());
    int height = Math.clamp(Math.round(pixels / width), 1, visible.height());
    return new Rect(0, visible.height() - height, width, height);
  }
}
