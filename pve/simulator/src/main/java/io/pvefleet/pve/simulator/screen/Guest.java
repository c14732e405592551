package io.pvefleet.pve.simulator.screen;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the machine behind a screen is like, and what reached it. Guarded by the screen's lock. */
final class Guest {

  /** Of each kind of event: more than a test sends, little for a demonstration that runs for months. */
  private static final int KEPT = 10_000;

  private static final int CAPS_LOCK_LED = 4;

  private final ScreenSettings settings;
  private final TypedText text = new TypedText();
  private final Keyboard keyboard = new Keyboard(text);
  private final Deque<KeyEvent> keys = new ArrayDeque<>();
  private final Deque<PointerEvent> pointers = new ArrayDeque<>();
  private final Deque<String> clipboards = new ArrayDeque<>();
  private final Deque<DesktopSizeRequest> sizeRequests = new ArrayDeque<>();
  private final Deque<String> violations = new ArrayDeque<>();
  private ScreenSize size;
  private Motion motion;
  private int pointerX = Picture.NOWHERE;
  private int pointerY = Picture.NOWHERE;

  Guest(ScreenSettings settings) {
    this.settings = settings;
    this.size = settings.size();
    this.motion = settings.motion();
  }

  Picture picture(Instant now) {
    long tick = switch (motion) {
      case Motion.Ticking ticking -> Math.max(1, Math.floorDiv(now.toEpochMilli() * Scene.TICKS_PER_SECOND, 1000L));
      case Motion.Still still -> 0;
      case Motion.Load load -> 0;
    };
    return new Picture(size, settings.vmName(), settings.hostName(), tick, text.text(), pointerX, pointerY);
  }

  void press(KeyEvent event) {
    keep(keys, event);
    keyboard.accept(event);
  }

  void point(PointerEvent event) {
    keep(pointers, event);
    pointerX = event.x();
    pointerY = event.y();
  }

  void paste(String clipboard) {
    keep(clipboards, clipboard);
  }

  /** Whether it follows. */
  boolean follows(DesktopSizeRequest request) {
    keep(sizeRequests, request);
    return settings.video() == ScreenSettings.Video.VIRTIO;
  }

  void complain(String violation) {
    keep(violations, violation);
  }

  void become(ScreenSize wanted) {
    size = wanted;
  }

  void become(Motion wanted) {
    motion = wanted;
  }

  void become(HangulKey wanted) {
    keyboard.become(wanted);
  }

  ScreenSettings settings() {
    return settings;
  }

  ScreenSize size() {
    return size;
  }

  Motion motion() {
    return motion;
  }

  String typed() {
    return text.text();
  }

  int leds() {
    return keyboard.isCapsLock() ? CAPS_LOCK_LED : 0;
  }

  List<KeyEvent> keys() {
    return List.copyOf(keys);
  }

  List<PointerEvent> pointers() {
    return List.copyOf(pointers);
  }

  List<String> clipboards() {
    return List.copyOf(clipboards);
  }

  List<DesktopSizeRequest> sizeRequests() {
    return List.copyOf(sizeRequests);
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  private static <T> void keep(Deque<T> events, T event) {
    events.addLast(event);
    if (events.size() > KEPT) {
      events.removeFirst();
    }
  }
}
