package io.pvefleet.pve.http;

import java.io.Closeable;
import java.io.IOException;

/** Gives a cancelled connection back to the library, which counts who uses it and complains of those who forget. */
final class Closing {

  private Closing() {}

  static void quietly(Closeable... ends) {
    for (Closeable end : ends) {
      try {
        end.close();
      } catch (IOException _) {
        // Cancelled a moment ago, so that something always complains here.
      }
    }
  }
}
