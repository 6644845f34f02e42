#!/usr/bin/env bash
# Peak resident memory of `./filstore car pack` for random files of 1 GiB and 16 GiB (or MIB="n m"), ROUNDS=3 runs of
# each. Needs room for two such files. usage: benchmarks/pack-memory.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
work_folder "$@"
machine
for mib in ${MIB:-1024 16384}; do
  file=$(random_file "$mib")
  printf '\n%d MiB\n' "$mib"
  rounds --rounds "${ROUNDS:-3}" --warmups 0 --bytes $((mib << 20)) --before "rm -f $WORK/*.car && sync" \
    --result "$ROOT" "filstore=$FILSTORE car pack $file -o $WORK/ours.car --json"
  rm -f "$file" "$WORK"/*.car
done
