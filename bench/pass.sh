#!/usr/bin/env bash
# Full observation and diff of 1,000 hosts x 10 VMs with a heap of 512 MiB. Budget: 15 s. The simulated hosts run in a process of
# their own but share the machine's cores, so that the figure is an upper bound.
. "$(dirname "$0")/common.sh"
machine
simulate "${HOSTS:-1000}" 10 "${PORT:-24000}" --latency 50ms
cd "$work/fleet"
export JAVA_TOOL_OPTIONS="-Xmx512m"
timed "plan, ${HOSTS:-1000} hosts x 10 VMs, heap 512 MiB" "${RUNS:-3}" 2 "$top/pvefleet" plan --detailed-exitcode
