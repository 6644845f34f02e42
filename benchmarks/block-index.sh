#!/usr/bin/env bash
# What it costs to find the CAR that has a block, or that none has it, among 10^6, 10^7 and 10^8 (or BLOCKS="n m") blocks in CARs of
# 100,000: the retrieval server's block index beside opening the index of every CAR. 20 files stand for the indexes of all CARs, which
# is kind to the latter. ROUNDS=7; needs 12 bytes of disk a block. usage: benchmarks/block-index.sh [FOLDER]
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
work_folder "$@"
mkdir -p "$TOP/.cache"
(cd "$TOP" && JAVA_HOME=$JDK mvn -q -B -ntp -pl retrieval-server -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >"$TOP/.cache/benchmarks.log" 2>&1 ||
  { cat "$TOP/.cache/benchmarks.log" >&2; exit 1; }
machine
printf 'load before: %s\n' "$(cut -d ' ' -f 1 /proc/loadavg)"
"$JAVA" -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED \
  -cp "$TOP/retrieval-server/target/test-classes:$TOP/retrieval-server/target/classes:$(cat "$TOP/retrieval-server/target/test-classpath")" \
  io.filstore.retrieval.blockindex.BlockLookup "$WORK" "${ROUNDS:-7}" ${BLOCKS:-1000000 10000000 100000000}
