#!/usr/bin/env bash
# The console proxy against its budgets: click to first frame at 50 ms round trip (p95 4 s); 500 idle sessions and 50 at 5 Mbit/s
# within 300 MiB of heap; then bytes relayed per CPU second beside a bare TCP copy and, where it is installed, websockify. Hosts and
# browsers share the machine's cores, so that times are upper bounds; CPU and memory are the relaying process's own.
. "$(dirname "$0")/common.sh"
. "$top/.mvn/find-jdk.sh"
pvefleet_find_jdk
machine
"$top/mvnw" -q -f "$top/pom.xml" -pl bench,vnc-proxy -am package -Dmaven.test.skip=true >&2
bench_classpath=$(echo "$top"/bench/target/pvefleet-bench-*.jar):$top/bench/target/lib/*
package=io.pvefleet.bench.console
port=${PORT:-25000}
web=${WEB:-24990}
proxy=
hosts_pid=
relay=
plain=

stop() {
  for pid in "$@"; do
    [ -z "$pid" ] || { kill "$pid" 2>/dev/null || :; wait "$pid" 2>/dev/null || :; }
  done
}
trap 'stop "$relay" "$plain" "$proxy" "$hosts_pid"; finish' EXIT

run_java() { "$JAVA_HOME/bin/java" -XX:+UseG1GC ${HEAP:--Xmx2g} -cp "$bench_classpath" "$package.$1" "${@:2}"; }

# hosts HOSTS VMS ROUND-TRIP MOTION
hosts() {
  stop "$hosts_pid"
  rm -rf "$work/fleet" "$work"/*.token "$work/hosts.log"
  mkdir -p "$work/fleet"
  "$JAVA_HOME/bin/java" -XX:+UseG1GC -Xmx2g -cp "$bench_classpath" "$package.ScreenHosts" "$1" "$2" "$port" "$3" "$4" "$work/fleet" \
    >"$work/hosts.log" 2>&1 &
  hosts_pid=$!
  ready "$work/hosts.log" "$hosts_pid" "^ready$"
  git -C "$work/fleet" init -q -b main
  git -C "$work/fleet" add -A
  git -C "$work/fleet" -c user.name=bench -c user.email=bench@example.invalid commit -qm bench
}

start_proxy() {
  stop "$proxy"
  rm -rf "$work/console" "$work/console.log"
  PVEFLEET_NO_BUILD=1 "$top/pvefleet" console serve "$work/fleet" --address 127.0.0.1 --port "$web" --state "$work/console" \
    --config "$work/console.yaml" >"$work/console.log" 2>&1 &
  proxy=$!
  ready "$work/console.log" "$proxy" "^Consoles:"
}

# Heap in use right after a collection, which is what the sessions hold.
heap() {
  "$JAVA_HOME/bin/jcmd" "$proxy" GC.run >/dev/null
  "$JAVA_HOME/bin/jcmd" "$proxy" GC.heap_info | sed -n 's/.*total \([0-9]*\)K, used \([0-9]*\)K.*/  heap in use after a collection: \2 KiB of \1 KiB/p; s/.*reserved \([0-9]*\)K, committed \([0-9]*\)K, used \([0-9]*\)K.*/  heap in use after a collection: \3 KiB, committed \2 KiB/p' | head -n 1
}

cat >"$work/console.yaml" <<Y
login: {method: header}
header: {name: X-Remote-User, trustedProxies: 127.0.0.1}
limits: {perUser: 100, perHost: 90, all: 600}
publicUrl: http://127.0.0.1:$web
Y

echo "== click to first frame, 50 ms round trip, 4 at a time"
hosts 10 10 50 still
start_proxy
run_java ConsoleLoad proxy "http://127.0.0.1:$web" 10 10 100 4 1 "$proxy"

echo "== 500 idle sessions"
hosts 10 50 0 still
start_proxy
run_java ConsoleLoad proxy "http://127.0.0.1:$web" 10 50 500 20 "${IDLE_SECONDS:-40}" "$proxy" &
load=$!
sleep "${SETTLE:-45}"
heap
wait "$load"

echo "== 50 sessions at 5 Mbit/s"
hosts 10 5 0 paced
start_proxy
run_java ConsoleLoad proxy "http://127.0.0.1:$web" 10 5 50 10 "${BUSY_SECONDS:-30}" "$proxy" &
load=$!
sleep 20
heap
wait "$load"

echo "== as fast as it goes, 4 sessions: the proxy"
hosts 2 2 0 flood
start_proxy
run_java ConsoleLoad proxy "http://127.0.0.1:$web" 2 2 4 4 "${FLOOD_SECONDS:-15}" "$proxy"
stop "$proxy" "$hosts_pid"
proxy= hosts_pid=

"$JAVA_HOME/bin/java" -cp "$bench_classpath" "$package.PlainServer" $((port + 1)) >"$work/plain.log" 2>&1 &
plain=$!
ready "$work/plain.log" "$plain" "^ready$"
echo "== as fast as it goes, 4 sessions: a bare TCP copy"
"$JAVA_HOME/bin/java" -cp "$bench_classpath" "$package.TcpCopy" $((port + 2)) $((port + 1)) >"$work/copy.log" 2>&1 &
relay=$!
ready "$work/copy.log" "$relay" "^ready$"
run_java ConsoleLoad tcp $((port + 2)) 4 "${FLOOD_SECONDS:-15}" "$relay"
stop "$relay"
relay=
if command -v websockify >/dev/null; then
  echo "== as fast as it goes, 1 session, which is a process of its own there: websockify"
  websockify "127.0.0.1:$((port + 3))" "127.0.0.1:$((port + 1))" >"$work/websockify.log" 2>&1 &
  relay=$!
  sleep 2
  run_java ConsoleLoad web "ws://127.0.0.1:$((port + 3))/" 1 "${FLOOD_SECONDS:-15}" "$relay" 
fi
