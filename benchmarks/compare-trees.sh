#!/usr/bin/env bash
# Random trees packed here and by others: names in many scripts, empty files and directories, sizes around every
# boundary, directories around the limits of sharding, deep ones. Compares
# - the root under each profile and under one of the tree's own, with ipfs-unixfs-importer, ipfs-car and boxo;
# - every CAR as @ipld/car reads it: each block valid, reached from the root, and there once;
# - the piece CIDs, v1 and v2, with the wasm package and data-segment;
# - the verdict of go-car's `car verify`.
# A tree depends on its seed only. The first seed that differs is named and its folder kept.
# usage: benchmarks/compare-trees.sh [COUNT, default 1000] [FIRST SEED, default 1]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
. "$TOP/benchmarks/peers.sh"
count=${1:-1000}
first=${2:-1}
batch=${BATCH:-50}

work=$(mktemp -d)
npm_peers || exit 1
go_car || true
boxo || true
build_benchmarks
beside=${GO_CAR_COMMAND:+', all valid to go-car'}${BOXO:+', roots as those of boxo'}

differs() { # what
  printf '%s\nreplay: benchmarks/compare-trees.sh 1 %s   (its folder: %s)\n' "$1" "${1%% *}" "$work" >&2
  exit 1
}

verify_by_go() {
  local car name
  while read -r _ _ _ _ _ name; do
    car=$work/$name
    "$GO_CAR_COMMAND" verify "$car" >"$work/verdict" 2>&1 ||
      differs "${name%%/*} ${name#*/}: go-car says $(tail -n 1 "$work/verdict")"
  done <"$work/ours"
}

roots_by_go() { # seeds
  "$BOXO" "$work" "$@" | LC_ALL=C sort >"$work/boxo"
  local different
  different=$(cut -d ' ' -f 1-3 "$work/ours" | LC_ALL=C sort | LC_ALL=C comm -13 - "$work/boxo" | head -n 1)
  [ -z "$different" ] || differs "$different is boxo's root"
}

for ((seed = first; seed < first + count; seed += batch)); do
  last=$((seed + batch < first + count ? seed + batch - 1 : first + count - 1))
  mapfile -t seeds < <(seq "$seed" "$last")
  python3 "$TOP/benchmarks/peers/trees.py" "$work" "${seeds[@]}"
  $(program PackTrees "$work" "${seeds[@]}") || differs "$seed to $last: packing failed here"
  report=$(node "$PEERS/trees.mjs" "$work") || differs "$(head -n 1 <<<"$report")"
  [ -z "${GO_CAR_COMMAND:-}" ] || verify_by_go
  [ -z "${BOXO:-}" ] || roots_by_go "${seeds[@]}"
  printf 'seeds %d to %d: %s%s\n' "$seed" "$last" "$report" "$beside"
  rm -rf "${work:?}"/*
done
rm -rf "$work"
printf 'all %d trees agree\n' "$count"
