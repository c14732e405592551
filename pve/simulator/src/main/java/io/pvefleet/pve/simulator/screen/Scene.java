package io.pvefleet.pve.simulator.screen;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How a picture is laid out, which parts of two pictures differ, and how any part of one is drawn. */
final class Scene {

  /** Of the moving bar: often enough to be seen moving, seldom enough to cost nothing. */
  static final int TICKS_PER_SECOND = 4;

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final int INK = 0xF0F0F0;
  private static final int FAINT = 0xA8B4C0;
  private static final int PAPER = 0x101418;
  private static final int BAR = 0x38C172;
  private static final int GROOVE = 0x303840;
  private static final int CROSS = 0xFFD23F;
  private static final int CROSS_ARM = 7;
  private static final int TEXT_SCALE = 2;
  private static final int LINE = (Glyphs.HEIGHT + 3) * TEXT_SCALE;
  private static final int MARGIN = 16;
  private static final int BAR_HEIGHT = 12;
  private static final int STEPS = 32;

  private Scene() {}

  /** What has to be drawn anew for one who sees {@code before}; both have the same size. */
  static List<Rect> differences(Picture before, Picture now) {
    List<Rect> parts = new ArrayList<>();
    if (before.tick() != now.tick()) {
      parts.add(clock(now.size()));
    }
    if (!before.text().equals(now.text())) {
      parts.add(text(now.size()));
    }
    if (before.pointerX() != now.pointerX() || before.pointerY() != now.pointerY()) {
      parts.add(pointer(before));
      parts.add(pointer(now));
    }
    if (!Objects.equals(before.title(), now.title()) || !Objects.equals(before.subtitle(), now.subtitle())) {
      parts.add(now.size().whole());
    }
    return parts.stream().map(part -> part.clippedTo(now.size().whole())).filter(part -> !part.isEmpty()).toList();
  }

  static Canvas draw(Picture picture, Rect part) {
    Canvas canvas = new Canvas(part);
    ScreenSize size = picture.size();
    canvas.fill(part, paper(picture.title()));
    drawTitle(canvas, picture);
    if (picture.hasClock()) {
      drawClock(canvas, picture);
    }
    canvas.fill(text(size), PAPER);
    drawText(canvas, picture);
    Rect cross = pointer(picture);
    canvas.fill(new Rect(cross.x(), cross.y() + CROSS_ARM - 1, cross.width(), 3), CROSS);
    canvas.fill(new Rect(cross.x() + CROSS_ARM - 1, cross.y(), 3, cross.height()), CROSS);
    return canvas;
  }

  private static void drawTitle(Canvas canvas, Picture picture) {
    Rect title = title(picture.size());
    int cells = Math.max(1, picture.title().codePoints().map(Glyphs::cells).sum());
    int scale = Math.clamp(Math.min(title.width() / (cells * Glyphs.ADVANCE), title.height() / Glyphs.HEIGHT), 1, 12);
    Glyphs.draw(canvas, picture.title(), title.x(), title.y(), scale, INK);
    Glyphs.draw(canvas, picture.subtitle(), MARGIN, title.bottom() + 4, TEXT_SCALE, FAINT);
  }

  private static void drawClock(Canvas canvas, Picture picture) {
    Rect place = clock(picture.size());
    Instant time = Instant.ofEpochMilli(picture.tick() * 1000 / TICKS_PER_SECOND);
    Glyphs.draw(canvas, CLOCK.format(time), place.x(), place.y(), TEXT_SCALE, INK);
    Rect groove = new Rect(place.x(), place.bottom() - BAR_HEIGHT, place.width(), BAR_HEIGHT);
    canvas.fill(groove, GROOVE);
    int step = Math.max(1, groove.width() / STEPS);
    int at = (int) Math.floorMod(picture.tick(), STEPS);
    canvas.fill(new Rect(groove.x() + at * step, groove.y(), step, BAR_HEIGHT), BAR);
  }

  private static void drawText(Canvas canvas, Picture picture) {
    Rect place = text(picture.size());
    int columns = Math.max(2, (place.width() - MARGIN) / (Glyphs.ADVANCE * TEXT_SCALE));
    int rows = Math.max(1, (place.height() - MARGIN / 2) / LINE);
    List<String> lines = lines("> " + picture.text() + "_", columns);
    int y = place.y() + MARGIN / 2;
    for (String line : lines.subList(Math.max(0, lines.size() - rows), lines.size())) {
      Glyphs.draw(canvas, line, place.x() + MARGIN / 2, y, TEXT_SCALE, INK);
      y += LINE;
    }
  }

  private static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int used = 0;
    for (int character : text.replace("\t", "    ").codePoints().toArray()) {
      int cells = character == '\n' ? 0 : Glyphs.cells(character);
      if (character == '\n' || used + cells > columns) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (character != '\n') {
        line.appendCodePoint(character);
        used += cells;
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** Dark, and another one for each name, so that two consoles side by side are told apart. */
  private static int paper(String name) {
    int mixed = name.hashCode() * 0x9E3779B1;
    return 0x101828 + (mixed >>> 27 << 16) + ((mixed >>> 22 & 0x1F) << 8) + (mixed >>> 17 & 0x1F);
  }

  private static Rect title(ScreenSize size) {
    return new Rect(MARGIN, MARGIN, size.width() - 2 * MARGIN, size.height() / 5);
  }

  private static Rect clock(ScreenSize size) {
    int top = title(size).bottom() + LINE + 8;
    return new Rect(MARGIN, top, size.width() - 2 * MARGIN, LINE + BAR_HEIGHT);
  }

  static Rect text(ScreenSize size) {
    int top = clock(size).bottom() + MARGIN;
    return new Rect(MARGIN, top, size.width() - 2 * MARGIN, size.height() - MARGIN - top);
  }

  private static Rect pointer(Picture picture) {
    int arms = 2 * CROSS_ARM + 1;
    return new Rect(picture.pointerX() - CROSS_ARM, picture.pointerY() - CROSS_ARM, arms, arms);
  }
}
