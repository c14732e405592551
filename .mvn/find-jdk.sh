# Sourced by ../mvnw and ../pvefleet: sets JAVA_HOME to a JDK that is new enough, or ends with one sentence.
# Order: PVEFLEET_JAVA_HOME, JAVA_HOME, the java of PATH, then the usual places; the newest of the last.

pvefleet_needs=25

# Prints the feature release of the JDK at $1; 0 where there is none. Reads its release file: starting a JVM takes 50 ms.
pvefleet_release() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return 0; }
  pvefleet_version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release")
  echo "${pvefleet_version:-0}"
}

pvefleet_find_jdk() {
  for pvefleet_candidate in "${PVEFLEET_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$pvefleet_candidate" ] && [ "$(pvefleet_release "$pvefleet_candidate")" -ge "$pvefleet_needs" ]; then
      JAVA_HOME=$pvefleet_candidate; export JAVA_HOME; return 0
    fi
  done
  pvefleet_candidate=$(command -v javac 2>/dev/null || :)
  if [ -n "$pvefleet_candidate" ]; then
    pvefleet_candidate=$(readlink -f "$pvefleet_candidate" 2>/dev/null || echo "$pvefleet_candidate")
    pvefleet_candidate=${pvefleet_candidate%/bin/javac}
    if [ "$(pvefleet_release "$pvefleet_candidate")" -ge "$pvefleet_needs" ]; then
      JAVA_HOME=$pvefleet_candidate; export JAVA_HOME; return 0
    fi
  fi
  pvefleet_best=0
  for pvefleet_candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    pvefleet_found=$(pvefleet_release "$pvefleet_candidate")
    if [ "$pvefleet_found" -ge "$pvefleet_needs" ] && [ "$pvefleet_found" -gt "$pvefleet_best" ]; then
      pvefleet_best=$pvefleet_found; JAVA_HOME=$pvefleet_candidate
    fi
  done
  if [ "$pvefleet_best" -gt 0 ]; then export JAVA_HOME; return 0; fi
  echo "pvefleet needs a JDK $pvefleet_needs or newer: install temurin-25-jdk or openjdk-25-jdk (or set PVEFLEET_JAVA_HOME to one)." >&2
  return 1
}
