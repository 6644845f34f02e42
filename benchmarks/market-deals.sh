#!/usr/bin/env bash
# The deals of four clients among 1,000,000 (or DEALS=n) of a StateMarketDeals snapshot made from SEED=1: the product's
# scan against Jackson's streaming parser, plain and compressed with zstd; beside them zstd alone, which bounds the
# second. First warm JVMs, as the watcher's, then fresh processes with their peak of memory under a heap of 64 MiB.
# Deals found are equal. ROUNDS=7. usage: benchmarks/market-deals.sh [work folder, default a temporary one]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
work_folder "$@"
build_benchmarks filecoin-client
machine
deals=${DEALS:-1000000}
seed=${SEED:-1}
plain=$WORK/deals-$deals-$seed.json
packed=$plain.zst

# A JVM whose memory is what the reading itself needs.
small() { program "$@" | sed 's/ -XX:/ -Xmx64m -XX:/'; }

for file in "$plain" "$packed"; do
  [ -s "$file" ] || $(program MarketDocument "$file" "$deals" "$seed")
  cat "$file" >/dev/null
done
for file in "$plain" "$packed"; do
  printf '\n%s, warm\n' "${file##*/}"
  rounds --bytes "$(stat -c %s "$plain")" \
    "scan@=$(small Standing scan "$file")" "Jackson@=$(small Standing jackson "$file")"
  printf '\n%s, fresh processes\n' "${file##*/}"
  rounds --bytes "$(stat -c %s "$plain")" --result '\d+/\d+/[0-9a-f]+' \
    "scan=$(small MarketFilter scan "$file")" "Jackson=$(small MarketFilter jackson "$file")"
done
printf '\n%s, decompressed only, warm\n' "${packed##*/}"
rounds --bytes "$(stat -c %s "$plain")" "zstd@=$(small Standing zstd "$packed")"
