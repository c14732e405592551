package io.pvefleet.process.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Style sheets, scripts and icons, each with an address that changes when its content does, so that browsers may keep it for good.
 */
public final class Assets {
  /** Below it lies everything that {@link #href} gives. */
  public static final String PATH = "/assets/";

  private final Map<String, String> addresses = new TreeMap<>();

  /** @param names of files below {@code static/assets} on the class path */
  public Assets(String... names) {
    for (String name : names) {
      addresses.put(name, PATH + name + "?v=" + hash(name));
    }
  }

  /** The address of an asset; unknown names are a mistake of a template. */
  public String href(String name) {
    return Objects.requireNonNull(addresses.get(name), name);
  }

  private static String hash(String name) {
    try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream("/static/assets/" + name), name)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
