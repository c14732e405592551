package io.pvefleet.app.web.query;

import io.pvefleet.fleet.yaml.Place;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the fleet repository is seen in a browser, made from the address that it is fetched from. A server that is not known by its
 * name gives no links unless {@code git.web} says what it is: nobody is sent to a page that is not there. Pure.
 */
public final class GitWeb {
  /** No repository that a browser could show. */
  public static final GitWeb NONE = new GitWeb("", "", Optional.empty());

  /** Words of {@code git.web} beside an address. */
  public static final List<String> WORDS = Stream.of(Software.values()).map(Software::word).toList();

  private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^/:]+):(?!//)(.+)");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

  private final String repository;
  private final String folder;
  private final Optional<Links> links;

  /**
   * Addresses with holes.
   *
   * @param file of a line of a file at a commit
   * @param commit of a commit; empty where that is not known
   */
  private record Links(String file, String commit) {}

  /** What serves a repository, and the addresses that it has for files and commits. */
  private enum Software {
    GITHUB("github", "{repository}/blob/{commit}/{file}#L{line}", "{repository}/commit/{commit}"),
    GITLAB("gitlab", "{repository}/-/blob/{commit}/{file}#L{line}", "{repository}/-/commit/{commit}"),
    /** Forgejo and Codeberg too. */
    GITEA("gitea", "{repository}/src/commit/{commit}/{file}#L{line}", "{repository}/commit/{commit}"),
    BITBUCKET("bitbucket", "{repository}/src/{commit}/{file}#lines-{line}", "{repository}/commits/{commit}"),
    SOURCEHUT("sourcehut", "{repository}/tree/{commit}/item/{file}#L{line}", "{repository}/commit/{commit}");

    private final String word;
    private final Links links;

    Software(String word, String file, String commit) {
      this.word = word;
      this.links = new Links(file, commit);
    }

    String word() {
      return word;
    }

    /** Told by the name of its server; Bitbucket's own servers have other addresses than its cloud, and so are none of these. */
    static Optional<Software> of(String server) {
      List<String> labels = List.of(server.toLowerCase(Locale.ROOT).split("[.:-]"));
      if (server.equalsIgnoreCase("bitbucket.org")) {
        return Optional.of(BITBUCKET);
      }
      if (server.equalsIgnoreCase("git.sr.ht")) {
        return Optional.of(SOURCEHUT);
      }
      if (labels.contains("github")) {
        return Optional.of(GITHUB);
      }
      if (labels.contains("gitlab")) {
        return Optional.of(GITLAB);
      }
      return Stream.of("gitea", "forgejo", "codeberg").anyMatch(labels::contains) ? Optional.of(GITEA) : Optional.empty();
    }
  }

  private GitWeb(String repository, String folder, Optional<Links> links) {
    this.repository = repository;
    this.folder = folder;
    this.links = links;
  }

  /**
   * @param url that Git fetches from: {@code https://}, {@code ssh://} or {@code user@host:path}; anything else gives no links
   * @param folder of the fleet within the repository; may be empty
   * @param setting {@code git.web}: one of {@link #WORDS}, an address with {@code {path}}, {@code {commit}}, {@code {file}} and
   *     {@code {line}}, or empty
   */
  public static GitWeb of(String url, String folder, String setting) {
    Optional<Origin> origin = Origin.of(url);
    if (origin.isEmpty()) {
      return NONE;
    }
    String home = origin.get().home();
    String inside = folder.isEmpty() ? "" : folder.replaceAll("^/+|/+$", "") + "/";
    if (setting.startsWith("http://") || setting.startsWith("https://")) {
      return new GitWeb("", inside, Optional.of(new Links(setting.replace("{path}", origin.get().path()), "")));
    }
    Optional<Software> software = Stream.of(Software.values()).filter(known -> known.word().equals(setting)).findFirst()
        .or(() -> setting.isEmpty() ? Software.of(origin.get().server()) : Optional.empty());
    return software.map(known -> new GitWeb(home, inside, Optional.of(known.links))).orElse(NONE);
  }

  /** Where a server is and what the repository is called there. */
  private record Origin(String scheme, String server, String port, String path) {
    static Optional<Origin> of(String url) {
      if (url.contains("://")) {
        return ofUri(url);
      }
      Matcher scp = SCP.matcher(url);
      return scp.matches() && !url.contains("\\") ? known("https", scp.group(1), "", scp.group(2)) : Optional.empty();
    }

    private static Optional<Origin> ofUri(String url) {
      URI uri;
      try {
        uri = URI.create(url);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || uri.getPath() == null) {
        return Optional.empty();
      }
      return switch (scheme) {
        case "http", "https" -> known(scheme, uri.getHost(), uri.getPort() < 0 ? "" : ":" + uri.getPort(), uri.getPath());
        // The port is that of ssh, and says nothing of the pages.
        case "ssh", "git+ssh" -> known("https", uri.getHost(), "", uri.getPath());
        default -> Optional.empty();
      };
    }

    private static Optional<Origin> known(String scheme, String server, String port, String path) {
      String name = path.replaceAll("^/+|/+$", "").replaceAll("[.]git$", "");
      // GitHub and GitLab take ssh on port 443 under another name.
      String shown = server.equals("ssh.github.com") ? "github.com" : server.equals("altssh.gitlab.com") ? "gitlab.com" : server;
      return name.isEmpty() || !shown.contains(".") && !shown.equals("localhost") && port.isEmpty()
          ? Optional.empty()
          : Optional.of(new Origin(scheme, shown, port, name));
    }

    String home() {
      return scheme + "://" + server + port + "/" + segments(path);
    }
  }

  /** The repository's own page; empty where it is not known. */
  public Optional<String> home() {
    return repository.isEmpty() ? Optional.empty() : Optional.of(repository);
  }

  /** The line at that commit; empty where no link can be made, or the file is not from a commit. */
  public Optional<String> line(Place place, String commit) {
    return links
        .filter(known -> COMMIT.matcher(commit).matches() && !place.file().isEmpty())
        .map(known -> filled(known.file(), commit).replace("{file}", segments(folder + place.file()))
            .replace("{line}", Integer.toString(Math.max(1, place.line()))));
  }

  /** The commit; empty where no link can be made. */
  public Optional<String> commit(String commit) {
    return links.filter(known -> COMMIT.matcher(commit).matches() && !known.commit().isEmpty())
        .map(known -> filled(known.commit(), commit));
  }

  private String filled(String address, String commit) {
    return address.replace("{repository}", repository).replace("{commit}", commit);
  }

  private static String segments(String path) {
    return Stream.of(path.split("/", -1)).map(GitWeb::encoded).collect(Collectors.joining("/"));
  }

  /** Whatever is not plainly harmless in a path; {@code ~} is part of every name at sourcehut. */
  private static String encoded(String segment) {
    StringBuilder text = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean isPlain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~@+".indexOf(c) >= 0;
      text.append(isPlain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
    }
    return text.toString();
  }
}
