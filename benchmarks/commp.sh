#!/usr/bin/env bash
# The piece commitment of a random file of 1 GiB (or MIB=n): ours against stream-commp (Go) on all cores, as whole
# processes and with our JVM warm; and against the wasm package of npm, which has one thread, on WASM_MIB (a quarter).
# All find the same piece CID. ROUNDS=7. usage: benchmarks/commp.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
. "$TOP/benchmarks/peers.sh"
mib=${MIB:-1024}
small=${WASM_MIB:-$((mib / 4))}
work_folder "$@"
build_benchmarks
machine
file=$(random_file "$mib")

if stream_commp; then
  printf '\n%d MiB, page cache warm; "warm" is a JVM that has hashed for some seconds, the others are whole processes\n' "$mib"
  rounds --bytes $((mib << 20)) --result "$PIECE_V1" \
    "filstore=$FILSTORE piece commp $file --json" \
    "filstore-warm@=$(program Standing commp "$file" "$(nproc)")" \
    "stream-commp=$STREAM_COMMP -d <$file"
  printf '\nthe same with our JVM warm as the first\n'
  rounds --bytes $((mib << 20)) --result "$PIECE_V1" \
    "filstore-warm@=$(program Standing commp "$file" "$(nproc)")" \
    "stream-commp=$STREAM_COMMP -d <$file"
fi

if npm_peers; then
  file=$(random_file "$small")
  printf '\n%d MiB; the wasm package has one thread\n' "$small"
  rounds --bytes $((small << 20)) --result "$PIECE_V1" \
    "filstore=$FILSTORE piece commp $file --json" \
    "wasm=node $PEERS/commp.mjs $file"
  printf '\none thread each\n'
  rounds --bytes $((small << 20)) --result "$PIECE_V1" \
    "filstore-warm-1-thread@=$(program Standing commp "$file" 1)" \
    "wasm=node $PEERS/commp.mjs $file"
fi
