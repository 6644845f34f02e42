#!/usr/bin/env bash
# What a poll of the watcher costs with 1,000, 10,000 and 100,000 (or OPEN="n m") open deals on a real PostgreSQL, over a chain
# that answers at once: nothing happened, events point at a hundred deals, and a node without events. ROUNDS=7.
# usage: benchmarks/watch.sh
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
mkdir -p "$TOP/.cache"
(cd "$TOP" && JAVA_HOME=$JDK mvn -q -B -ntp -pl deals-watcher -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test) >"$TOP/.cache/benchmarks.log" 2>&1 ||
  { cat "$TOP/.cache/benchmarks.log" >&2; exit 1; }
machine
printf 'load before: %s\n' "$(cut -d ' ' -f 1 /proc/loadavg)"
"$JAVA" -Xmx512m -cp "$TOP/deals-watcher/target/test-classes:$TOP/deals-watcher/target/classes:$(cat "$TOP/deals-watcher/target/test-classpath")" \
  -Dlogging.level.root=ERROR io.filstore.watcher.monitor.WatchCost "${ROUNDS:-7}" ${OPEN:-1000 10000 100000} 2>"$TOP/.cache/watch.log"
