#!/usr/bin/env bash
# Packs a random file of 2 GiB (or MIB=n) in a JVM with a heap of 256 MiB, three rounds; prints MB/s and the peak heap.
# usage: benchmarks/pack-2gib.sh [work folder, default a temporary one that is removed]
set -euo pipefail
cd "$(dirname "$0")/.."
mib=${MIB:-2048}
rounds=${ROUNDS:-3}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=${1:-$(mktemp -d)}
[ $# -ge 1 ] || trap 'rm -rf "$work"' EXIT

mvn -q -B -ntp -pl data-prep-worker -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
classpath="data-prep-worker/target/test-classes:data-prep-worker/target/classes:$(cat data-prep-worker/target/classpath)"

mkdir -p "$work/staging/bench" "$work/cars"
file=$work/staging/bench/000001
[ -f "$file" ] && [ "$(stat -c %s "$file")" = $((mib * 1048576)) ] || head -c $((mib * 1048576)) /dev/urandom > "$file"

nproc | sed 's/^/cores: /'
"$java" -Xmx256m -XX:+UseSerialGC -cp "$classpath" io.filstore.dataprep.packing.PackBenchmark \
  "$work/staging" "$work/cars" bench "$rounds"
