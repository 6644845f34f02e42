#!/usr/bin/env bash
# Programs by others against a system of ours that runs for this script alone: what they fetch must be the bytes that
# went up. Each that cannot be had here is told as skipped, with the reason; one that fails fails the script.
#
#   end-to-end-tests/counterparts.sh [--keep] [NAME...]
#
# --keep leaves the system's data and log for a look; with names only those are asked, as they are listed here:
#
#   curl       a piece in 16 ranges at once, put together again; a download that is cut off and goes on
#   aria2      the same piece over 16 connections
#   ipfs-car   unpacks the CAR of a DAG, fetched from us
#   lassie     fetches the DAG, one path of it and a range of bytes, with us as its only provider
#   kubo       imports the CAR and gives back the files; its own export is ours again, block for block
#   verified-fetch   the files again, once with us as its only gateway and once found through our routing
#   ipni       @web3-storage/ipni reads what we tell indexers: every signature, every entry, every mirror
#   conformance      gateway-conformance, its trustless and path groups, on its own CARs, which go up as uploads; what is
#                    not run, and why, is in the README beside this
set -euo pipefail

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$TOP/benchmarks/peers.sh"
. "$TOP/end-to-end-tests/api.sh"
keep=no
ALL="curl aria2 ipfs-car lassie kubo verified-fetch ipni conformance"
if [ "${1:-}" = --keep ]; then keep=yes; shift; fi
for name in "$@"; do
  [[ " $ALL " == *" $name "* ]] || { sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//p}' "$0"; exit 2; }
done

WORK=$(mktemp -d)
export FILSTORE_DATA_DIR=$WORK/data RETRIEVAL_PUBLIC=true IPNI_PUBLISH=true
export GATEWAY_PORT=27500 DATA_PREP_PORT=27501 SCHEDULER_PORT=27502 WATCHER_PORT=27503 RETRIEVAL_PORT=27504
export IPNI_MIRRORS=https://a.example.org,http://b.example.org:8080/below
FILSTORE_IPNI_MIRROR_KEYS=$(printf 'aa%.0s' {1..32}),$(printf 'bb%.0s' {1..32})
export FILSTORE_IPNI_MIRROR_KEYS
export POSTGRES_PORT=27532 DEVNET_PORT=27510 DEVNET_PROVIDER_PORT=27511 RETRIEVAL_PUBLIC_URL=http://127.0.0.1:27504
API=http://127.0.0.1:$GATEWAY_PORT/api/v1
READ=http://127.0.0.1:$RETRIEVAL_PORT
passed=0 failed=0 skipped=0

say()  { printf 'counterparts: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
ok()   { passed=$((passed + 1)); say "passed   $*"; }
bad()  { failed=$((failed + 1)); say "FAILED   $*" >&2; }
none() { skipped=$((skipped + 1)); say "skipped  $*"; }
same() { if cmp -s "$2" "$3"; then ok "$1"; else bad "$1: other bytes than went up"; fi; }
tree() { if diff -r "$2" "$3" >/dev/null; then ok "$1"; else bad "$1: other files than went up"; fi; }

finish() {
  local outcome=$?
  "$TOP/filstore" down >/dev/null 2>&1 || true
  if [ $keep = yes ]; then say "data and logs are in $WORK"; else rm -rf "$WORK"; fi
  exit $outcome
}

is_up() {
  kill -0 $UP 2>/dev/null || fail "the system ended at once: $(tail -3 "$WORK/up.log")"
  curl -sf "http://127.0.0.1:$GATEWAY_PORT/health/ready" >/dev/null && curl -sf "$READ/actuator/health" >/dev/null &&
    [ -s "$FILSTORE_DATA_DIR/secrets/api-key" ]
}

is_packed() { [ "$(api "$API/uploads/$UPLOAD" | json 'd["payload_cid"] is not None')" = True ]; }

is_told() { node "$PEERS/ipni/ipni.mjs" "$READ" "$ROOT" 2 >"$WORK/ipni.log" 2>&1; }

none_waiting() { [ "$(api "$API/uploads?limit=100" | json 'sum(not u["payload_cid"] for u in d["data"])')" = 0 ]; }

start() {
  trap finish EXIT
  "$TOP/filstore" up >"$WORK/up.log" 2>&1 &
  UP=$!
  await 600 "the system did not come up in 10 minutes, see $WORK/up.log" is_up
  KEY=$(cat "$FILSTORE_DATA_DIR/secrets/api-key")
}

# A folder with a file of many blocks, a folder of its own for small ones, and names that are not ASCII.
make_tree() {
  mkdir -p "$WORK/tree/notes/äöü"
  python3 - "$WORK/tree/large.bin" <<'PY'
import random, sys
random.seed(5)
with open(sys.argv[1], "wb") as out:
    out.write(random.randbytes(23 * 1024 * 1024 + 77))
PY
  for i in $(seq 1 60); do printf 'note %s\n' "$i" >"$WORK/tree/notes/$i.txt"; done
  printf 'größer\n' >"$WORK/tree/notes/äöü/größe.txt"
  : >"$WORK/tree/empty"
}

store() {
  local forms=() path
  while IFS= read -r path; do forms+=(-F "file=@$WORK/$path;filename=\"$path\""); done \
    < <(cd "$WORK" && find tree -type f | sort)
  UPLOAD=$(api "${forms[@]}" "$API/uploads?visibility=public" | json 'd["id"]')
  await 120 "the upload is not packed after 2 minutes" is_packed
  ROOT=$(api "$API/uploads/$UPLOAD" | json 'd["payload_cid"]')
  PIECE=$(api "$API/uploads/$UPLOAD" | json 'd["pieces"][0]["piece_cid"] if d.get("pieces") else d["piece_cid"]')
  SIZE=$(curl -sfI "$READ/piece/$PIECE" | tr -d '\r' | awk 'tolower($1) == "content-length:" { print $2 }')
  curl -sf -o "$WORK/piece.car" "$READ/piece/$PIECE"
  "$TOP/filstore" piece commp "$WORK/piece.car" | grep -q "$PIECE" || fail "the piece does not have the CID $PIECE"
  say "root $ROOT, piece $PIECE of $SIZE bytes"
}

with_curl() {
  local part=$(((SIZE + 15) / 16)) i running=()
  for i in $(seq 0 15); do
    # As Boost asks: the end is one byte past the last one that is wanted.
    curl -sf -r "$((i * part))-$(((i + 1) * part))" -o "$WORK/range.$i" "$READ/piece/$PIECE" &
    running+=($!)
  done
  wait "${running[@]}"
  for i in $(seq 0 15); do head -c "$part" "$WORK/range.$i"; done >"$WORK/ranges.car"
  same "curl: 16 ranges at once" "$WORK/piece.car" "$WORK/ranges.car"
  head -c $((SIZE / 3)) "$WORK/piece.car" >"$WORK/resumed.car"
  curl -sf -C - -o "$WORK/resumed.car" "$READ/piece/$PIECE"
  same "curl: a download that goes on" "$WORK/piece.car" "$WORK/resumed.car"
}

with_aria2() {
  have aria2c || { none "aria2c is not installed"; return; }
  aria2c -q -x16 -s16 -k1M --allow-overwrite=true -d "$WORK" -o aria.car "$READ/piece/$PIECE" || true
  same "aria2c: 16 connections" "$WORK/piece.car" "$WORK/aria.car"
}

fetch_car() { curl -sf -H 'Accept: application/vnd.ipld.car' -o "$WORK/dag.car" "$READ/ipfs/$ROOT"; }

with_ipfs_car() {
  npm_peers || { none "ipfs-car"; return; }
  $(ipfs_car) unpack "$WORK/dag.car" --output "$WORK/unpacked" >/dev/null
  tree "ipfs-car: unpacks what we serve" "$WORK/tree" "$WORK/unpacked/tree"
}

with_lassie() {
  lassie || { none "lassie"; return; }
  "$LASSIE" fetch --providers "$READ" --protocols http -o "$WORK/lassie.car" "$ROOT" >"$WORK/lassie.log" 2>&1 || true
  "$TOP/filstore" car extract -o "$WORK/by-lassie" "$WORK/lassie.car" >/dev/null 2>&1 || true
  tree "lassie: the whole DAG" "$WORK/tree" "$WORK/by-lassie/tree"
  "$LASSIE" fetch --providers "$READ" --protocols http --dag-scope entity -o "$WORK/path.car" \
    "$ROOT/tree/notes/7.txt" >>"$WORK/lassie.log" 2>&1 || true
  "$TOP/filstore" car cat "$WORK/path.car" tree/notes/7.txt >"$WORK/path.txt" 2>>"$WORK/lassie.log" || true
  same "lassie: one path" "$WORK/tree/notes/7.txt" "$WORK/path.txt"
  if "$LASSIE" fetch --providers "$READ" --protocols http --dag-scope entity --entity-bytes 5000000:6000000 \
    -o "$WORK/bytes.car" "$ROOT/tree/large.bin" >>"$WORK/lassie.log" 2>&1; then
    ok "lassie: a range of bytes, $(stat -c %s "$WORK/bytes.car") bytes of CAR for a million"
  else
    bad "lassie: a range of bytes: $(tail -1 "$WORK/lassie.log")"
  fi
}

with_kubo() {
  kubo || { none "kubo"; return; }
  export IPFS_PATH=$WORK/kubo
  "$KUBO" init --profile=test >/dev/null 2>&1
  "$KUBO" dag import --offline "$WORK/dag.car" >"$WORK/kubo.log" 2>&1 || true
  "$KUBO" get --offline -o "$WORK/by-kubo" "$ROOT" >>"$WORK/kubo.log" 2>&1 || true
  tree "kubo: imports our CAR" "$WORK/tree" "$WORK/by-kubo/tree"
  "$KUBO" dag export --offline "$ROOT" >"$WORK/kubo.car" 2>>"$WORK/kubo.log" || true
  same "kubo: exports the CAR that we serve" "$WORK/dag.car" "$WORK/kubo.car"
}

with_verified_fetch() {
  verified_fetch || { none "verified-fetch"; return; }
  local how path
  for how in gateways routers; do
    for path in large.bin notes/7.txt notes/äöü/größe.txt; do
      if "$NODE22" "$PEERS/verified-fetch/fetch.mjs" "$how" "$READ" "$ROOT" "tree/$path" "$WORK/tree/$path" >"$WORK/fetch.log" 2>&1; then
        ok "verified-fetch: $path by $how"
      else
        bad "verified-fetch: $path by $how: $(tail -3 "$WORK/fetch.log")"
      fi
    done
  done
}

with_ipni() {
  npm_folder ipni @web3-storage/ipni || { none "@web3-storage/ipni"; return; }
  # A first advertisement is there before the one of the mirrors.
  if (await 60 "not all is told after a minute" is_told); then
    ok "@web3-storage/ipni: $(cat "$WORK/ipni.log")"
  else
    bad "ipni: $(tail -3 "$WORK/ipni.log")"
  fi
}

# Of its groups those that are ours; of their tests all but two. The README beside this says why.
SPECS=trustless-block-gateway,trustless-car-gateway,trustless-car-gateway-optional
SPECS=$SPECS,path-unixfs-gateway,path-tar-gateway,path-dag-gateway,path-raw-gateway,path-range-gateway
NOT_RUN='TestTar/GET_TAR_with_relative_paths_inside_root_works|TestUnixFSDirectoryListing/path_gw:_dir_listing_HTML_response'

with_conformance() {
  conformance || { none "gateway-conformance"; return; }
  local car told
  "$CONFORMANCE" extract-fixtures --directory "$WORK/fixtures" >/dev/null
  for car in "$WORK"/fixtures/*.car; do
    api -H 'Content-Type: application/vnd.ipld.car' --data-binary "@$car" \
      "$API/uploads?visibility=public&name=$(basename "$car")" >>"$WORK/conformance.log" || bad "a fixture: $car"
  done
  await 300 "the fixtures are not packed after 5 minutes" none_waiting
  if "$CONFORMANCE" test --gateway-url "$READ" --json "$WORK/conformance.json" --specs "$SPECS" -- \
    -timeout 10m -skip "$NOT_RUN" >>"$WORK/conformance.log" 2>&1; then
    ok "gateway-conformance: $(count_checks)"
  else
    bad "gateway-conformance: $(count_checks)"
  fi
}

# Of the tests that have none below them.
count_checks() {
  python3 - "$WORK/conformance.json" <<'PY'
import collections, json, sys
said = {}
for line in open(sys.argv[1]):
    one = json.loads(line)
    if one.get("Test") and one["Action"] in ("pass", "fail", "skip"):
        said[one["Test"]] = one["Action"]
inner = {name.rsplit("/", depth)[0] for name in said for depth in range(1, name.count("/") + 1)}
leaves = {name: action for name, action in said.items() if name not in inner}
counts = collections.Counter(leaves.values())
print(counts["pass"], "passed,", counts["fail"], "failed", *[name for name in leaves if leaves[name] == "fail"], sep=" ")
PY
}

make_tree
start
store
fetch_car
for name in ${*:-$ALL}; do "with_${name//-/_}"; done
say "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
