#!/usr/bin/env bash
# plan of 100 hosts x 10 VMs as a whole process, hosts answering after 50 ms: budget 3 s, at most N+3 requests a host. Then the
# same with 15 of the hosts black-holed: the other 85 are to be done in the same time.
. "$(dirname "$0")/common.sh"
machine
simulate 100 10 "${PORT:-24000}" --latency 50ms
cd "$work/fleet"
timed "plan, 100 hosts x 10 VMs, nothing there yet" "${RUNS:-5}" 2 "$top/pvefleet" plan --detailed-exitcode
"$top/pvefleet" apply --yes >/dev/null 2>&1
timed "plan, 100 hosts x 10 VMs, all in sync" "${RUNS:-5}" 0 "$top/pvefleet" plan --detailed-exitcode
kill "$simulator"
wait "$simulator" 2>/dev/null || :
cd "$top"
rm -rf "$work"/fleet*
simulate 100 10 "${PORT:-24000}" --latency 50ms --blackhole 15
cd "$work/fleet"
timed "plan, 15 of 100 hosts black-holed" "${RUNS:-5}" 4 "$top/pvefleet" plan --detailed-exitcode
