#!/usr/bin/env bash
# The daemon on 100 hosts x 10 VMs that answer after 50 ms: process start to the first plan of all hosts, budget 10 s. Then first
# byte and compressed size of `/` and `/vms` once all is planned, at 10,000 VMs: budget 50 ms and 60 KiB. The simulated hosts share
# the machine's cores, so that the figures are upper bounds.
. "$(dirname "$0")/common.sh"
machine
. "$(dirname "$0")/serving.sh"
trap 'stop_daemon; finish' EXIT

simulate 100 10 "${PORT:-24000}" --latency 50ms
for _ in $(seq "${RUNS:-3}"); do
  serve_until_planned "daemon start to first plan, 100 hosts x 10 VMs" --observe
  stop_daemon
done
kill "$simulator"
wait "$simulator" 2>/dev/null || :
rm -rf "$work"/fleet*
simulate "${HOSTS:-1000}" 10 "${PORT:-24000}"
serve_until_planned "daemon start to first plan, ${HOSTS:-1000} hosts x 10 VMs" --observe
page / "${REQUESTS:-60}"
page /vms "${REQUESTS:-60}"
