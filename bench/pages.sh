#!/usr/bin/env bash
# What a reader waits for: first byte and compressed size of every screen, and, where Chromium is installed, load and patch in a
# browser; at 1,000 VMs, at 1,000 VMs with 15 of 100 hosts black-holed, and at 10,000 VMs. Budget at 10,000: 50 ms to the first
# byte, 60 KiB for the first view with style and script. The simulated hosts share the machine's cores: figures are upper bounds.
. "$(dirname "$0")/common.sh"
. "$top/.mvn/find-jdk.sh"
pvefleet_find_jdk
machine
. "$(dirname "$0")/serving.sh"
trap 'stop_daemon; finish' EXIT
port=${PORT:-24000}
requests=${REQUESTS:-40}

# converged VMS: until that many are as Git says.
converged() {
  until [ "$(curl -fs "http://127.0.0.1:$web/api/v1/fleet" | grep -o '"InSync":[0-9]*' | cut -d: -f2)" = "$1" ]; do sleep 1; done
}

# first_host: in the order of their names, so that it is on the first page of every list by host.
first_host() { curl -fs "http://127.0.0.1:$web/api/v1/hosts?size=1&sort=name" | grep -o '"name":"[^"]*"' | head -n 1 | cut -d'"' -f4; }

# screens: each with what it lists.
screens() {
  local host
  host=$(first_host)
  for path in / /hosts "/hosts/$host" /vms "/vms?q=pos&sort=-name" "/vms/$host/101" /drift /alerts /runs /events /schedules /about; do
    page "$path" "$requests"
  done
  view
}

# view: the first page with its style and script, as an empty browser fetches them.
view() {
  local total=0 file bytes
  curl -fs "http://127.0.0.1:$web/" >"$work/page.html"
  for file in / $(grep -oE '(href|src)="/assets/[^"]+\.(css|js|svg)[^"]*"' "$work/page.html" | cut -d'"' -f2); do
    bytes=$(curl -fs -o /dev/null -H 'Accept-Encoding: gzip' -w '%{size_download}' "http://127.0.0.1:$web$file")
    total=$((total + bytes))
  done
  awk -v bytes="$total" 'BEGIN { printf "%-58s %.1f KiB sent\n", "first view of / with style, script and icon", bytes / 1024 }'
}

# browser: loads and patches in Chromium, where there is one.
browser() {
  if [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ]; then
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$bench_classpath" io.pvefleet.bench.pages.PageLoad "http://127.0.0.1:$web" "$control" \
      "$(first_host)" "$@"
  else
    echo "no Chromium and chromedriver in /usr/bin: load and patch are not measured"
  fi
}

"$top/mvnw" -q -f "$top/pom.xml" -pl bench -am package -Dmaven.test.skip=true >&2
bench_classpath=$(echo "$top"/bench/target/pvefleet-bench-*.jar):$top/bench/target/lib/*
simulate 100 10 "$port"
control=http://127.0.0.1:$((port + 100))
serve_until_planned "daemon start to first plan, 100 hosts x 10 VMs"
converged 1000
echo "-- 1,000 VMs, all as Git says"
screens
browser / "/hosts?sort=name" "/vms?sort=host" "/vms?sort=host&size=1000"
echo "-- 15 of 100 hosts black-holed"
for host in $(curl -fs "$control/hosts" | awk '{ print $1 }' | head -n 15); do curl -fs -o /dev/null -X POST "$control/hosts/$host/black-holed"; done
until [ "$(curl -fs "http://127.0.0.1:$web/api/v1/fleet" | grep -o '"Offline":[0-9]*' | cut -d: -f2)" = 15 ]; do sleep 1; done
screens
stop_daemon
kill "$simulator"
wait "$simulator" 2>/dev/null || :
rm -rf "$work"/fleet*

simulate "${HOSTS:-1000}" 10 "$port"
# The simulated fleet has every host asked each 15 s; a fleet that says nothing has it done each 60 s.
if [ -n "${INTERVAL:-}" ]; then
  sed -i "s/interval: 15s/interval: $INTERVAL/" "$work/fleet/fleet.yaml"
  git -C "$work/fleet" -c user.name=bench -c user.email=bench@example.org commit -qam "Ask every $INTERVAL"
fi
serve_until_planned "daemon start to first plan, ${HOSTS:-1000} hosts x 10 VMs" --observe
echo "-- ${HOSTS:-1000} hosts x 10 VMs"
curl -fs -o /dev/null -w 'very first request of /  %{time_starttransfer} s\n' "http://127.0.0.1:$web/"
screens
control=http://127.0.0.1:$((port + ${HOSTS:-1000}))
browser / "/hosts?sort=name" "/vms?sort=host" "/vms?sort=host&size=1000"
