# Sourced by the other scripts: starting simulated hosts, timing whole processes. Needs bash and what ./pvefleet needs.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/pvefleet-bench.XXXXXX")
simulator=

finish() {
  if [ -n "$simulator" ]; then
    kill "$simulator" 2>/dev/null || :
    wait "$simulator" 2>/dev/null || :
  fi
  rm -rf "$work"
}
trap finish EXIT

machine() {
  echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(uname -sr)"
  echo "date: $(date -u +%F)  commit: $(git -C "$top" rev-parse --short HEAD)"
}

# ready FILE PID PATTERN: until a process has written that; fails, with its last words, where it ended before or within a minute did not.
ready() {
  for _ in $(seq 1200); do
    grep -q "$3" "$1" 2>/dev/null && return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.05
  done
  echo "not ready: $3" >&2
  tail -n 20 "$1" >&2
  return 1
}

# simulate HOSTS VMS PORT [option ...]: simulated hosts in the background, their fleet repository in $work/fleet.
simulate() {
  local hosts=$1 vms=$2 port=$3
  shift 3
  "$top/pvefleet" simulate --hosts "$hosts" --vms-per-host "$vms" --base-port "$port" --fleet "$work/fleet" "$@" \
    >"$work/simulate.log" 2>&1 &
  simulator=$!
  ready "$work/simulate.log" "$simulator" "Ctrl-C ends"
}

# timed NAME RUNS EXPECTED-EXIT COMMAND...: wall seconds of each run after one warm-up; prints minimum, median, maximum.
timed() {
  local name=$1 runs=$2 expected=$3 i start end code
  shift 3
  : >"$work/times"
  for i in $(seq 0 "$runs"); do
    start=${EPOCHREALTIME/./}
    code=0
    "$@" >"$work/out" 2>"$work/err" || code=$?
    end=${EPOCHREALTIME/./}
    if [ "$code" != "$expected" ]; then
      echo "$name: exit $code, expected $expected" >&2
      tail -n 20 "$work/err" >&2
      return 1
    fi
    [ "$i" = 0 ] || echo $(((end - start) / 1000)) >>"$work/times"
  done
  sort -n "$work/times" | awk -v name="$name" '{ t[NR] = $1 } END {
    printf "%-58s min %6.2f s  median %6.2f s  max %6.2f s  (%d runs)\n", name, t[1] / 1000, t[int((NR + 1) / 2)] / 1000, t[NR] / 1000, NR }'
}
