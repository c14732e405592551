# Sourced by the scripts that measure a running daemon, after common.sh.
daemon=
# Below the hosts, which take a port each from PORT on.
web=${WEB:-23900}
stop_daemon() {
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || :
    wait "$daemon" 2>/dev/null || :
    daemon=
  fi
}
# serve_until_planned NAME [option ...]: starts the daemon; prints seconds until every host was looked at, and its memory.
serve_until_planned() {
  local name=$1 start end
  shift
  rm -rf "$work/state"
  start=${EPOCHREALTIME/./}
  "$top/pvefleet" serve "$work/fleet" "$@" --address 127.0.0.1 --port "$web" --state "$work/state" >"$work/serve.log" 2>&1 &
  daemon=$!
  for _ in $(seq 2400); do
    if grep -q 'Every host was looked at with the commit in force' "$work/serve.log"; then break; fi
    kill -0 "$daemon" 2>/dev/null || { cat "$work/serve.log" >&2; return 1; }
    sleep 0.05
  done
  end=${EPOCHREALTIME/./}
  grep -q 'Every host was looked at with the commit in force' "$work/serve.log" || { echo "no first plan within two minutes" >&2; return 1; }
  awk -v name="$name" -v ms=$(((end - start) / 1000)) -v kib="$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$daemon/status")" \
    'BEGIN { printf "%-58s %6.2f s  (resident %d MiB)\n", name, ms / 1000, kib / 1024 }'
}

# page PATH RUNS: first byte in milliseconds after as many requests for warming up, and bytes sent.
page() {
  local path=$1 runs=$2 i
  until curl -fs -o /dev/null "http://127.0.0.1:$web$path"; do sleep 0.1; done
  : >"$work/times"
  for i in $(seq $((runs * 2))); do
    # Ages are counted in seconds: a request a second later is answered from a view made for it, as a reader's is.
    [ $((i % 4)) != 0 ] || sleep 1
    curl -fs -o /dev/null -H 'Accept-Encoding: gzip' -w '%{time_starttransfer} %{size_download}\n' "http://127.0.0.1:$web$path" \
      >"$work/out"
    [ "$i" -le "$runs" ] || cat "$work/out" >>"$work/times"
  done
  sort -n "$work/times" | awk -v name="first byte of $path" '{ t[NR] = $1 * 1000; size = $2 } END {
    printf "%-58s min %6.1f ms  median %6.1f ms  max %6.1f ms  %.1f KiB sent  (%d requests)\n",
      name, t[1], t[int((NR + 1) / 2)], t[NR], size / 1024, NR }'
}
