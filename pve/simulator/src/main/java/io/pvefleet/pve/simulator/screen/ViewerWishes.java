package io.pvefleet.pve.simulator.screen;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one viewer asked for by SetPixelFormat and SetEncodings.
 *
 * @param features which pseudo-encodings it knows
 */
record ViewerWishes(PixelFormat format, Encoding encoding, Set<Feature> features) {

  /** Before it said anything. */
  static final ViewerWishes NONE = new ViewerWishes(PixelFormat.OF_SERVER, Encoding.RAW, Set.of());

  ViewerWishes {
    features = Set.copyOf(features);
  }

  ViewerWishes with(PixelFormat wished) {
    return new ViewerWishes(wished, encoding, features);
  }

  /** The first encoding that is known counts, as in QEMU; a new list replaces the old one entirely. */
  ViewerWishes with(List<Integer> encodings) {
    Encoding first = Encoding.RAW;
    for (int number : encodings.reversed()) {
      for (Encoding known : Encoding.values()) {
        first = known.number() == number ? known : first;
      }
    }
    Set<Feature> known = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if (encodings.contains(feature.number())) {
        known.add(feature);
      }
    }
    return new ViewerWishes(format, first, known);
  }

  boolean knows(Feature feature) {
    return features.contains(feature);
  }

  /** Bytes of a pixel that cannot be compressed. */
  int bytesPerPixel() {
    return encoding == Encoding.ZRLE ? format.compactBytes() : format.bytesPerPixel();
  }
}
