#!/usr/bin/env bash
# Fuzzes every target of this module, one after another, and prints executions and findings.
#
#   fuzz-tests/fuzz.sh [SECONDS per target, default 600] [TARGET...]
#
# TARGET is Class::method or a part of it, for example 'dagCbor'. The growing corpus stays in
# .cache/fuzz; inputs that break something are copied to .cache/fuzz/findings.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
seconds=${1:-600}
shift || true
work=$top/.cache/fuzz
findings=$work/findings
logs=$work/logs
mkdir -p "$findings" "$logs"

case $seconds in '' | *[!0-9]*) echo "fuzz.sh: '$seconds' is no number of seconds" >&2; exit 2 ;; esac

JAVA_HOME=$("$top/filstore" jdk)
export JAVA_HOME
(cd "$top" && mvn -B -q -ntp -pl fuzz-tests -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test)
classpath=$top/fuzz-tests/target/test-classes:$(cat "$top/fuzz-tests/target/classpath")

jazzer() {
  # 1 GiB of heap: an input that needs more than that is a finding. Half the usual stack as well.
  (cd "$work" && "$JAVA_HOME/bin/java" -Xmx1g -Xss512k --enable-native-access=ALL-UNNAMED \
    -cp "$classpath" com.code_intelligence.jazzer.Jazzer "$@")
}

targets() {
  local class
  for class in $(cd "$top/fuzz-tests/src/test/java" && find . -name '*FuzzTest.java' |
    sed -e 's:^\./::' -e 's:\.java$::' | tr / . | LC_ALL=C sort); do
    jazzer --list_fuzz_tests="$class" 2>/dev/null | grep '::'
  done
}

wanted() { # target
  [ ${#patterns[@]} -eq 0 ] && return 0
  local pattern
  for pattern in "${patterns[@]}"; do case $1 in *"$pattern"*) return 0 ;; esac; done
  return 1
}

patterns=("$@")
failed=0
printf '%-52s %14s %9s %s\n' target executions 'per s' found
for target in $(targets); do
  wanted "$target" || continue
  class=${target%%::*}
  method=${target##*::}
  log=$logs/$class.$method.log
  started=$SECONDS
  status=0
  jazzer --target_class="$class" --target_method="$method" \
    --instrumentation_includes='io.filstore.**' \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 -max_len=8192 \
    -artifact_prefix="$findings/$method-" >"$log" 2>&1 || status=$?
  runs=$(grep -aoE '^(#|Done )[0-9]+' "$log" | tr -dc '0-9\n' | sort -n | tail -n 1)
  found=none
  if [ "$status" -ne 0 ]; then
    found=$(grep -aE '^== Java Exception|^==[0-9]+== ERROR' "$log" | head -n 1)
    found="${found:-exit $status} (see $log)"
    failed=1
  fi
  elapsed=$((SECONDS - started))
  printf '%-52s %14s %9s %s\n' "${target#io.filstore.}" "${runs:-0}" \
    $((${runs:-0} / (elapsed > 0 ? elapsed : 1))) "$found"
done
exit $failed
