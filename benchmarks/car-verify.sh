#!/usr/bin/env bash
# Verifies a CAR of 1 GiB (or MIB=n) of random bytes: ours against go-car's `car verify` and against the block validator
# of npm. Ours also walks the DAG. All accept the CAR and refuse a copy with one bit changed before a time counts.
# ROUNDS=7. usage: benchmarks/car-verify.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
. "$TOP/benchmarks/peers.sh"
mib=${MIB:-1024}
work_folder "$@"
machine
car=$WORK/$mib.car
damaged=$WORK/damaged.car
rm -f "$car"
"$FILSTORE" car pack "$(random_file "$mib")" -o "$car" >/dev/null
cp "$car" "$damaged"
python3 - "$damaged" <<'DAMAGE'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(-(1 << 18), 2)
    place, byte = file.tell(), file.read(1)[0]
    file.seek(place)
    file.write(bytes([byte ^ 1]))
DAMAGE

contestants=("filstore=$FILSTORE car verify")
! go_car || contestants+=("go-car=$GO_CAR_COMMAND verify")
! npm_peers || contestants+=("js-validator=node $PEERS/verify.mjs")
for contestant in "${contestants[@]}"; do
  if ${contestant#*=} "$damaged" >/dev/null 2>&1; then
    printf '%s accepts a damaged CAR\n' "${contestant%%=*}" >&2
    exit 1
  fi
done
rm -f "$damaged"
printf '\n%d MiB, page cache warm, whole processes\n' "$mib"
rounds --bytes $((mib << 20)) "${contestants[@]/%/ $car}"
