#!/usr/bin/env bash
# Seconds from the start of a process to the piece commitment of a file of 64 MiB (or MIB=n), ROUNDS=9 times.
# usage: benchmarks/first-64mib.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
. "$TOP/benchmarks/peers.sh"
mib=${MIB:-64}
work_folder "$@"
machine
file=$(random_file "$mib")
contestants=("filstore=$FILSTORE piece commp $file --json")
! stream_commp || contestants+=("stream-commp=$STREAM_COMMP -d <$file")
printf '\n%d MiB, page cache warm, a fresh process each time\n' "$mib"
rounds --rounds "${ROUNDS:-9}" --bytes $((mib << 20)) --result "$PIECE_V1" "${contestants[@]}"
