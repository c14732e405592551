package io.pvefleet.vnc.login;

import io.pvefleet.fleet.diagnostic.Diagnostic;
import io.pvefleet.fleet.diagnostic.Diagnostics;
import io.pvefleet.fleet.yaml.Place;
import io.pvefleet.vnc.access.Person;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The text of a user file: {@code name:bcrypt:group,group}, a line for each user, as {@code htpasswd -B} writes the first two
 * parts. Empty lines and lines that begin with {@code #} are left out. Pure.
 *
 * @param users by name
 * @param problems everything that is wrong, with its line and never with a hash
 */
record UserFile(Map<String, LocalUser> users, List<Diagnostic> problems) {
  /** A name or a group: whatever a provider may call people, short of what separates the parts of a line. */
  private static final Pattern WORD = Pattern.compile("[^\\s:,*]([^:,*\\p{Cntrl}]*[^\\s:,*])?");

  private static final int LONGEST_WORD = 128;

  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");

  /** Below, a stolen file gives its passwords away on one graphics card; OWASP's minimum. */
  static final int LEAST_COST = 10;

  /** Above, one login takes seconds of a processor, which is an attack upon ourselves. */
  static final int HIGHEST_COST = 14;

  /** Ten thousand lines are no team but the wrong file. */
  private static final int MOST_USERS = 10_000;

  UserFile {
    users = Map.copyOf(users);
    problems = List.copyOf(problems);
  }

  static UserFile parse(String name, String text) {
    return new Reader(name).read(text);
  }

  private static final class Reader {
    private final String file;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, LocalUser> users = new LinkedHashMap<>();
    private final Map<String, Integer> firstLines = new HashMap<>();

    Reader(String file) {
      this.file = file;
    }

    UserFile read(String text) {
      List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (!line.isBlank() && !line.startsWith("#")) {
          user(line, i + 1);
        }
        if (users.size() > MOST_USERS) {
          problem(i + 1, 1, "", "The file has more than " + MOST_USERS + " users.", "Use an OpenID provider for so many.");
          break;
        }
      }
      if (users.isEmpty() && !diagnostics.hasErrors()) {
        problem(1, 1, "", "The file has no user, so nobody could log in.", "Add one with \"pvefleet console user\".");
      }
      return new UserFile(users, diagnostics.sorted());
    }

    private void user(String line, int number) {
      String[] parts = line.stripTrailing().split(":", -1);
      if (parts.length < 2 || parts.length > 3) {
        // The line is not repeated: what is malformed may be a password in clear.
        problem(number, 1, "", "The line has " + parts.length + (parts.length == 1 ? " part" : " parts") + " between colons.",
            "Write name:bcrypt-hash:group,group.");
        return;
      }
      boolean isNamed = isName(parts[0], number);
      boolean isHashed = isHash(parts[1], number, parts[0].length() + 2);
      Set<String> groups = groups(parts.length == 3 ? parts[2] : "", number, parts[0].length() + parts[1].length() + 3);
      if (isNamed && isHashed) {
        users.put(parts[0], new LocalUser(new Person(parts[0], groups), parts[1]));
      }
    }

    private boolean isName(String name, int line) {
      if (!isWord(name)) {
        problem(line, 1, name, "\"" + shown(name) + "\" is no login name.",
            "Use 1 to 128 characters without : , * and blanks at its ends.");
        return false;
      }
      Integer first = firstLines.putIfAbsent(name, line);
      if (first != null) {
        problem(line, 1, name, "The user \"" + name + "\" stands in line " + first + " already.", "Remove one of the two lines.");
        return false;
      }
      return true;
    }

    private boolean isHash(String hash, int line, int column) {
      if (!BCRYPT.matcher(hash).matches()) {
        problem(line, column, "", "The second part is no bcrypt hash. What stands there is not repeated.",
            "Write what \"pvefleet console user\" or \"htpasswd -nB\" prints, which begins with $2.");
        return false;
      }
      int cost = Integer.parseInt(hash.substring(4, 6));
      if (cost < LEAST_COST || cost > HIGHEST_COST) {
        problem(line, column, "" + cost,
            "The hash has the cost " + cost + "; " + LEAST_COST + " to " + HIGHEST_COST + " is allowed.",
            "Hash the password again with a cost of 12.");
        return false;
      }
      return true;
    }

    private Set<String> groups(String text, int line, int column) {
      Set<String> groups = new TreeSet<>();
      if (!text.isBlank()) {
        for (String part : text.split(",", -1)) {
          if (isWord(part.strip())) {
            groups.add(part.strip());
          } else {
            problem(line, column, part, "\"" + shown(part) + "\" is no name of a group.", "Separate groups with single commas.");
          }
        }
      }
      return groups;
    }

    private static boolean isWord(String text) {
      return text.length() <= LONGEST_WORD && WORD.matcher(text).matches();
    }

    private static String shown(String text) {
      return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }

    private void problem(int line, int column, String value, String detail, String remedy) {
      diagnostics.error(LoginCodes.BAD_USER_FILE, new Place(file, line, column), "", value, detail, remedy);
    }
  }
}
