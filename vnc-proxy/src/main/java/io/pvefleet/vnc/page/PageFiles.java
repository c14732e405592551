package io.pvefleet.vnc.page;

import io.pvefleet.process.page.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The scripts, style and icons of the console, below an address that changes when any of them does: modules name each other by
 * relative addresses, so the version has to be in the path. Immutable.
 */
public final class PageFiles {
  /** The files of others, whose version is in their folders' names. */
  static final String VENDOR = "/vendor/";

  static final String LOCATION = "classpath:/static/assets/console/";

  /** A module names what it needs at its beginning, one name a statement, in noVNC's files as in ours. */
  private static final Pattern IMPORT = Pattern.compile("(?m)^(?:import|export)\\b[^;]*?from\\s*['\"]([^'\"]+)['\"]");

  private final String path;
  private final Assets shared = new Assets("pvefleet.css", "icon.svg");
  private final List<String> screenModules;
  private final List<String> terminalModules;

  private PageFiles(String version) {
    this.path = Assets.PATH + "console/" + version + "/";
    this.screenModules = modules(path + "console.js", path + "screen.js");
    this.terminalModules =
        modules(
            path + "console.js", path + "terminal.js", VENDOR + "xterm-6.0.0/lib/xterm.mjs",
            VENDOR + "xterm-addon-fit-0.11.0/lib/addon-fit.mjs");
  }

  /** Those that are in the program. */
  public static PageFiles ofClassPath() {
    try {
      Resource[] files = new PathMatchingResourcePatternResolver().getResources(LOCATION + "*");
      Arrays.sort(files, Comparator.comparing(file -> String.valueOf(file.getFilename())));
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      for (Resource file : files) {
        all.update(String.valueOf(file.getFilename()).getBytes(StandardCharsets.UTF_8));
        all.update(file.getContentAsByteArray());
      }
      return new PageFiles(HexFormat.of().formatHex(all.digest(), 0, 6));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The folder of this version, with a slash at its end. */
  String path() {
    return path;
  }

  /** The address of a file that all pages of pvefleet share. */
  String shared(String name) {
    return shared.href(name);
  }

  /** What a page with a screen loads, so that a browser may ask for all of it at once instead of level by level. */
  List<String> screenModules() {
    return screenModules;
  }

  List<String> terminalModules() {
    return terminalModules;
  }

  private List<String> modules(String... roots) {
    SequencedSet<String> found = new LinkedHashSet<>();
    for (String root : roots) {
      follow(root, found);
    }
    return List.copyOf(found);
  }

  private void follow(String address, SequencedSet<String> found) {
    if (!found.add(address)) {
      return;
    }
    Matcher imports = IMPORT.matcher(text(address));
    while (imports.find()) {
      String name = imports.group(1);
      follow(name.startsWith("/") ? name : java.net.URI.create(address).resolve(name).getPath(), found);
    }
  }

  private String text(String address) {
    String file = address.startsWith(path) ? "/static/assets/console/" + address.substring(path.length()) : "/static" + address;
    try (@Nullable InputStream in = PageFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("a module names " + address + ", which is no file of the pages");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
