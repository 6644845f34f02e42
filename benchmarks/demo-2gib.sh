#!/usr/bin/env bash
# A random file of 2 GiB (or MIB=n) through the whole system, three rounds (or ROUNDS=n), each on a fresh state folder:
# seconds from start to healthy, MB/s of upload and packing, and the peak of the one heap that all services share.
# The heap is limited to 256 MiB (or HEAP=...), so that passing at all proves the bound.
# usage: benchmarks/demo-2gib.sh [work folder, default a temporary one that is removed]
set -euo pipefail
cd "$(dirname "$0")/.."
mib=${MIB:-2048}
rounds=${ROUNDS:-3}
export FILSTORE_HEAP=${HEAP:-256m}
work=${1:-$(mktemp -d)}
[ $# -ge 1 ] || trap 'rm -rf "$work"' EXIT

file=$work/random-$mib.bin
[ -f "$file" ] || head -c $((mib * 1048576)) /dev/urandom >"$file"
./filstore status >/dev/null 2>&1 && { echo "a system is running here: stop it with ./filstore down" >&2; exit 1; }
./filstore build
printf 'cores: %s, heap limit of all services: %s\n' "$(nproc)" "$FILSTORE_HEAP"

for round in $(seq "$rounds"); do
  export FILSTORE_DATA_DIR=$work/data
  rm -rf "$FILSTORE_DATA_DIR"
  begin=$(date +%s.%N)
  JAVA_TOOL_OPTIONS="-Xlog:gc:file=$work/gc.log" ./filstore up >"$work/up.log" 2>&1 &
  until grep -q 'API key' "$work/up.log"; do
    kill -0 $! 2>/dev/null || { tail -n 5 "$work/up.log" >&2; exit 1; }
    sleep 0.1
  done
  healthy=$(date +%s.%N)
  ./filstore demo --json "$file" >"$work/story.json"
  ./filstore down >/dev/null
  wait
  peak=$(grep -oE '[0-9]+M->' "$work/gc.log" | tr -d 'M>-' | sort -n | tail -n 1)
  python3 - "$work/story.json" "$round" "$begin" "$healthy" "$peak" <<'REPORT'
import json, sys
story, (number, begin, healthy, peak) = json.load(open(sys.argv[1])), sys.argv[2:6]
packed = story["packed"]
print("round %s: healthy after %.1f s, received %.0f MB/s, packed %.0f MB/s, peak heap %s MiB, whole story %.0f s" % (
    number, float(healthy) - float(begin), story["received"]["mb_per_s"],
    packed["raw_size"] / 1e6 / packed["seconds"], peak, story["total_seconds"]))
REPORT
done
