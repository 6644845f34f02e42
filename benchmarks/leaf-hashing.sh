#!/usr/bin/env bash
# SHA-256 of 256 messages of 1 MiB (or MIB=n), and of as many bytes in messages of 64: the library against
# the JDK's MessageDigest, one thread each, both JVMs warm. Digests are equal. ROUNDS=15.
# usage: benchmarks/leaf-hashing.sh
set -euo pipefail
TOP=$(cd "$(dirname "$0")/.." && pwd -P)
. "$TOP/benchmarks/ours.sh"
mib=${MIB:-256}
build_benchmarks
machine
for length in 1048576 64; do
  printf '\nmessages of %d bytes\n' "$length"
  rounds --rounds "${ROUNDS:-15}" --bytes $((mib << 20)) \
    "filstore@=$(program Standing together "$mib" "$length")" \
    "MessageDigest@=$(program Standing one-by-one "$mib" "$length")"
done
