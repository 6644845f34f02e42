#!/usr/bin/env bash
# Plays seeds of the simulation of scheduler and watcher: the default tests play 500, this plays as many as one likes.
# A seed that breaks a rule is told with all that happened; it is the same story whenever it is played again.
# usage: simulation/simulate.sh [COUNT=10000] [FIRST=1]     or   simulation/simulate.sh --seed N   to have one told
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$TOP"
JAVA_HOME=$(./filstore jdk)
export JAVA_HOME
if [ "${1:-}" = --seed ]; then
  seeds=-Dsimulation.seed=${2:?a seed}
else
  first=${2:-1}
  seeds=-Dsimulation.seeds=$first-$((first + ${1:-10000} - 1))
fi
exec mvn -q -B -pl simulation -am test -Dtest='SimulationTest#nothingIsLostDoubledOrUnexplained' \
  -Dsurefire.failIfNoSpecifiedTests=false "$seeds"
