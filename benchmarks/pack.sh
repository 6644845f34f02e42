#!/usr/bin/env bash
# Packs a random file of 1 GiB (or MIB=n) into a CAR: ours with the piece commitment, against ipfs-car without it, and
# against ipfs-car followed by the wasm package's commitment (SKIP_WASM=1 leaves that out, it takes half a minute a GiB);
# then the same with a JVM of ours that is warm, as the worker's is. Before anything is timed the CARs are found equal
# byte by byte, and the commitments equal. Outputs are removed and the disk is in rest before each run. ROUNDS=7.
# usage: benchmarks/pack.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
. "$TOP/benchmarks/peers.sh"
mib=${MIB:-1024}
work_folder "$@"
npm_peers || exit 1
build_benchmarks
machine
file=$(random_file "$mib")
ours="$FILSTORE car pack $file -o $WORK/ours.car --json"
theirs="$(ipfs_car) pack $file -o $WORK/theirs.car"

rm -f "$WORK"/*.car
$ours >"$WORK/ours.json"
$theirs >/dev/null
cmp "$WORK/ours.car" "$WORK/theirs.car"
piece=$(node "$PEERS/commp.mjs" "$WORK/theirs.car")
grep -q "\"$piece\"" "$WORK/ours.json" || { printf 'the wasm package finds the piece %s, not ours\n' "$piece" >&2; exit 1; }

printf '\n%d MiB, page cache warm, whole processes\n' "$mib"
others=("ipfs-car=$theirs")
[ -n "${SKIP_WASM:-}" ] || others+=("ipfs-car+wasm=$theirs && node $PEERS/commp.mjs $WORK/theirs.car")
rounds --bytes $((mib << 20)) --before "rm -f $WORK/*.car && sync" --result "$ROOT" "filstore=$ours" "${others[@]}"

printf '\nthe same with our JVM warm\n'
rounds --bytes $((mib << 20)) --before "rm -f $WORK/*.car && sync" --result "$ROOT" \
  "filstore-warm@=$(program Standing pack "$file" "$WORK/warm.car")" "ipfs-car=$theirs"
