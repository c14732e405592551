#!/usr/bin/env bash
# The JMH benchmarks. Arguments go to JMH: a pattern of names, -f forks, -i iterations.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/.mvn/find-jdk.sh"
pvefleet_find_jdk
"$top/mvnw" -q -f "$top/pom.xml" -pl bench -am package -DskipTests >&2
exec "$JAVA_HOME/bin/java" -cp "$top/bench/target/pvefleet-bench-0.1.0-SNAPSHOT.jar:$top/bench/target/lib/*" org.openjdk.jmh.Main "$@"
