#!/usr/bin/env bash
# validate of 1,000 VMs as a whole process. Budget: 1 s.
. "$(dirname "$0")/common.sh"
machine
simulate 100 10 "${PORT:-24000}"
kill "$simulator" 2>/dev/null || :
wait "$simulator" 2>/dev/null || :
simulator=
cd "$work/fleet"
timed "validate, 100 hosts x 10 VMs" "${RUNS:-9}" 0 "$top/pvefleet" validate
