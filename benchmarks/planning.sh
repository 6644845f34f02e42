#!/usr/bin/env bash
# How many pieces the scheduler plans in a second, two copies each among 100 providers, while 1,000, 10,000 and 100,000
# pieces have their deals already: the real planner on a real PostgreSQL, seven rounds each; a program among the tests of
# deals-scheduler. usage: benchmarks/planning.sh
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$TOP"
JAVA_HOME=$(./filstore jdk)
export JAVA_HOME
mkdir -p .cache
mvn -q -B -ntp -pl deals-scheduler -am -DskipTests package dependency:build-classpath \
  -Dmdep.outputFile="$TOP/.cache/planning.classpath" -Dmdep.includeScope=test >.cache/planning.log 2>&1 ||
  { printf 'the build failed, see %s\n' "$TOP/.cache/planning.log" >&2; exit 1; }
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.vector \
  -cp "deals-scheduler/target/test-classes:deals-scheduler/target/classes:$(cat .cache/planning.classpath)" \
  io.filstore.scheduler.PlanningCost
