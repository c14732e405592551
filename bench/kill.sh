#!/usr/bin/env bash
# Kills the real process at random instants: `serve` and `apply` against simulated hosts, SIGKILL somewhere between start and rest,
# while commits make, clone, change, grow, restart, stop and remove VMs. Afterwards everything must be as declared, and the hosts' own
# logs must show nothing that was done twice. Prints one line and one JSON object; exit 1 where anything was lost or doubled.
#
#   bench/kill.sh [--kills 200] [--seed N] [--hosts 2]      the same seed gives the same commits and the same planned instants
. "$(dirname "$0")/common.sh"
kills=200 seed=$((RANDOM * 32768 + RANDOM)) hosts=2
while [ $# -gt 0 ]; do
  case $1 in
    --kills) kills=$2 ;;
    --seed) seed=$2 ;;
    --hosts) hosts=$2 ;;
    *) echo "usage: bench/kill.sh [--kills N] [--seed N] [--hosts N]" >&2; exit 2 ;;
  esac
  shift 2
done
slots=4                                    # VMs of a host at most
port=${PORT:-26000}
web=${WEB:-25990}
control=http://127.0.0.1:$((port + hosts))
state=$work/state
export PVEFLEET_STATE=$state
victim=
trap '[ -z "$victim" ] || kill -9 "$victim" 2>/dev/null || :; finish' EXIT
RANDOM=$((seed % 32768))
machine
echo "seed: $seed"

simulate "$hosts" 0 "$port" --speed "${SPEED:-20}"
export PVEFLEET_NO_BUILD=1
fleet=$work/fleet
names=($(curl -fs "$control/hosts" | awk '{ print $1 }'))
# Nothing here is to wait for a person: the budgets are tested elsewhere.
cat >"$fleet/fleet.yaml" <<'Y'
apiVersion: pvefleet/v1
kind: Fleet
metadata: {name: kill}
spec:
  interval: 10s
  timeZone: Etc/UTC
  limits: {maxDeletions: 50, maxDestructivePercent: 100}
Y
# Consent to each removal is a tombstone.
lifecycle="onRemove: delete, disks: delete"

# What is declared: host.slot -> kind, size, memory, power; empty kind for none.
declare -A kind size memory power
made=0 changed=0 gone=0

# A VM's number is never used again, as it should be on real hosts.
declare -A number
next_number=100

write_host() {
  local host=$1 slot key file
  file=$fleet/sites/$host/vms.yaml
  : >"$file"
  for slot in $(seq "$slots"); do
    key=$host.$slot
    [ -n "${kind[$key]:-}" ] || continue
    {
      echo "---"
      echo "apiVersion: pvefleet/v1"
      echo "kind: VirtualMachine"
      echo "metadata: {name: vm-${number[$key]}}"
      echo "spec:"
      echo "  vmid: ${number[$key]}"
      [ "${power[$key]}" = unmanaged ] || echo "  power: ${power[$key]}"
      echo "  memory: ${memory[$key]}MiB"
      echo "  restart: {policy: immediate, force: $([ $((slot % 2)) = 0 ] && echo true || echo false), timeout: 30s}"
      echo "  lifecycle: {$lifecycle}"
      case ${kind[$key]} in
        clone) echo "  disks: {scsi0: {storage: local-lvm, size: ${size[$key]}GiB, source: {template: 9000}}}" ;;
        *) echo "  disks: {scsi0: {storage: local-lvm, size: ${size[$key]}GiB}}" ;;
      esac
    } >>"$file"
  done
}

# One random edit of one VM, and its commit.
edit() {
  local host=${names[RANDOM % hosts]} slot=$((RANDOM % slots + 1)) key what
  key=$host.$slot
  what=$((RANDOM % 6))
  if [ -z "${kind[$key]:-}" ]; then
    next_number=$((next_number + 1))
    number[$key]=$next_number
    kind[$key]=$([ $((what % 2)) = 0 ] && echo clone || echo new)
    size[$key]=$([ "${kind[$key]}" = clone ] && echo 8 || echo 4)
    memory[$key]=512
    # Left alone by Git, yet running: started by its creation's next commit and kept up through every restart.
    power[$key]=running
    made=$((made + 1))
  else
    case $what in
      0 | 1) memory[$key]=$((memory[$key] == 512 ? 768 : 512)) ;;
      2) size[$key]=$((size[$key] + 1)) ;;
      3) power[$key]=$([ "${power[$key]}" = running ] && echo stopped || echo running) ;;
      4) power[$key]=$([ "${power[$key]}" = running ] && echo unmanaged || echo running); memory[$key]=$((memory[$key] == 512 ? 768 : 512)) ;;
      5)
        mkdir -p "$fleet/removed"
        cat >"$fleet/removed/$host-${number[$key]}.yaml" <<Y
apiVersion: pvefleet/v1
kind: Tombstone
metadata: {name: $host-${number[$key]}}
spec: {host: $host, vmid: ${number[$key]}, name: vm-${number[$key]}, reason: no longer wanted}
Y
        kind[$key]=
        gone=$((gone + 1))
        ;;
    esac
    [ "$what" = 5 ] || changed=$((changed + 1))
  fi
  write_host "$host"
  git -C "$fleet" add -A
  git -C "$fleet" -c user.name=bench -c user.email=bench@example.invalid commit -qm "edit" || :
}

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

begin() {
  case $1 in
    serve) PVEFLEET_JAVA_OPTS=$serve_options "$top/pvefleet" serve "$fleet" --address 127.0.0.1 --port "$web" --state "$state" >"$work/victim.log" 2>&1 & ;;
    apply) "$top/pvefleet" apply "$fleet" --yes >"$work/victim.log" 2>&1 & ;;
  esac
  victim=$!
}

# said TEXT: until the victim has written that.
said() { ready "$work/victim.log" "$victim" "$1"; }

# The launcher's cache of classes is made in the background by the first short command; the daemon starts with the quick compiler.
serve_options="-XX:TieredStopAtLevel=1"
edit
"$top/pvefleet" plan "$fleet" >/dev/null 2>&1 || :
for _ in $(seq 600); do
  ls "$top"/reconciler/app/target/pvefleet-*.aot >/dev/null 2>&1 && break
  sleep 0.1
done

# How long a process needs from start to its first look tells where to kill it.
measure() {
  local start
  start=$(now_ms)
  begin "$1"
  if [ "$1" = serve ]; then
    said 'Every host was looked at with the commit in force'
    took=$(($(now_ms) - start))
    kill "$victim"
    wait "$victim" 2>/dev/null || :
  else
    wait "$victim" 2>/dev/null || :
    took=$(($(now_ms) - start))
  fi
  victim=
}
took=0
measure serve
serve_ms=$took
measure apply
measure apply
apply_ms=$took
echo "to the first look: serve $serve_ms ms; apply with nothing to do: $apply_ms ms"

early=0 killed=0 began=$(now_ms)
while [ "$killed" -lt "$kills" ]; do
  [ $((RANDOM % 4)) = 0 ] || edit
  [ $((RANDOM % 3)) != 0 ] || edit
  # An apply starts in a third of a daemon's time: one kill in eight hits a daemon.
  mode=$([ $((RANDOM % 8)) = 0 ] && echo serve || echo apply)
  # From half the time to the first look on: before that nothing is under way. Up to a second and a half after it.
  base=$([ "$mode" = serve ] && echo "$serve_ms" || echo "$apply_ms")
  delay=$((base / 2 + RANDOM % (base / 2 + ${AFTER:-1500})))
  begin "$mode"
  sleep "$(awk -v ms="$delay" 'BEGIN { print ms / 1000 }')"
  if kill -9 "$victim" 2>/dev/null; then
    killed=$((killed + 1))
    [ $((killed % 20)) != 0 ] || echo "$killed killed after $((($(now_ms) - began) / 1000)) s" >&2
  else
    early=$((early + 1)) # apply was through before; that was no kill
    [ "$early" -le $((kills * 3 + 50)) ] || { echo "processes end before they can be killed" >&2; exit 1; }
  fi
  wait "$victim" 2>/dev/null || :
  victim=
done

# To rest: as many passes as settling, adopting and retrying may take.
converged=false passes=0
while [ "$passes" -lt 12 ] && [ "$converged" = false ]; do
  passes=$((passes + 1))
  "$top/pvefleet" apply "$fleet" --yes >"$work/rest.log" 2>&1 || :
  code=0
  "$top/pvefleet" plan "$fleet" --detailed-exitcode >"$work/plan.log" 2>&1 || code=$?
  [ "$code" != 0 ] || converged=true
done
[ "$converged" = true ] || { cat "$work/plan.log" "$work/rest.log" >&2; }

# From the hosts' own logs: accepted requests alone. A VM is made once (numbers are never used again), removed once; and no request
# that is not idempotent stands twice in a row for one VM.
for host in "${names[@]}"; do
  curl -fs "$control/hosts/$host/writes" | sed "s/^/$host /"
done >"$work/writes.log"
doubles=$(awk '
  $3 == 200 {
    line = $4 " " $5; for (i = 6; i <= NF; i++) if ($i !~ /^digest=/) line = line " " $i
    vm = ""; what = ""
    if ($4 == "POST" && $5 ~ /\/qemu$/) { what = "made"; for (i = 6; i <= NF; i++) if ($i ~ /^vmid=/) vm = substr($i, 6) }
    else if ($5 ~ /\/clone$/) { what = "made"; for (i = 6; i <= NF; i++) if ($i ~ /^newid=/) vm = substr($i, 7) }
    else { split($5, part, "/"); vm = part[5]; if ($4 == "DELETE") what = "removed" }
    key = $1 "/" vm
    if (what != "" && seen[key, what]++) { print what " twice: " $0; next }
    if (what == "" && last[key] == line && $5 !~ /\/status\/start$/) print "again: " $0
    last[key] = line
  }' "$work/writes.log")
double_count=$(printf '%s' "$doubles" | grep -c . || :)
writes=$(awk '$3 == 200' "$work/writes.log" | wc -l)
[ -z "${KEEP_LOG:-}" ] || cp "$work/writes.log" "$KEEP_LOG"
[ -z "$doubles" ] || printf '%s\n' "$doubles" >&2

# What is left open in the store, and what the hosts still lock, as the API of one more daemon tells both.
begin serve
said 'Every host was looked at with the commit in force'
said '^Pages:'
sleep 1
curl -fs -o "$work/runs.json" "http://127.0.0.1:$web/api/v1/runs"
curl -fs -o "$work/vms.json" "http://127.0.0.1:$web/api/v1/vms"
kill "$victim"; wait "$victim" 2>/dev/null || :
victim=
count() { { grep -o "$1" "$2" || :; } | wc -l; }
open=$(count '"endedAt":null' "$work/runs.json")
held=$(count '"state":"\(Held\|Progressing\|Failed\|OutOfSync\|Missing\|Drifted\)"' "$work/vms.json")
seconds=$((($(now_ms) - began) / 1000))

echo "kill: $killed kills, $double_count double effects, $open open runs, $held VMs not at rest, converged: $converged" \
  "($((made + changed + gone)) commits: $made made, $changed changed, $gone removed; $writes writes; seed $seed; $seconds s)"
printf '{"kills":%d,"doubleEffects":%d,"openRuns":%d,"notAtRest":%d,"converged":%s,"made":%d,"changed":%d,"removed":%d,"writes":%d,"seed":%d,"seconds":%d}\n' \
  "$killed" "$double_count" "$open" "$held" "$converged" "$made" "$changed" "$gone" "$writes" "$seed" "$seconds"
[ "$double_count" = 0 ] && [ "$open" = 0 ] && [ "$held" = 0 ] && [ "$converged" = true ]
