#!/usr/bin/env bash
# How fast content is read back: pieces against nginx with the same file, blocks and CARs against Kubo's gateway with the
# same blocks, both on this machine and in turns, and what is first and what it costs when many read at once.
#
# PIECE_MIB=4096 of a random file that is one piece, DAG_MIB=1024 of one that is read as CAR, BLOCKS=1000000 of 1 KiB
# that are read one by one, ROUNDS=7, SECONDS_EACH=5 of requests one after another, READERS=500 at once.
# usage: benchmarks/retrieval.sh [work folder, default a temporary one that is removed]
set -euo pipefail
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$TOP/benchmarks/peers.sh"
. "$TOP/end-to-end-tests/api.sh"
work=${1:-$(mktemp -d)}
mkdir -p "$work"
export PIECE_MIB=${PIECE_MIB:-4096} DAG_MIB=${DAG_MIB:-1024} BLOCKS=${BLOCKS:-1000000}
export ROUNDS=${ROUNDS:-7} SECONDS_EACH=${SECONDS_EACH:-5} READERS=${READERS:-500}
export FILSTORE_DATA_DIR=$work/data FILSTORE_HEAP=${FILSTORE_HEAP:-2g} RETRIEVAL_PUBLIC=true
export GATEWAY_PORT=27500 DATA_PREP_PORT=27501 SCHEDULER_PORT=27502 WATCHER_PORT=27503 RETRIEVAL_PORT=27504
export POSTGRES_PORT=27532 DEVNET_PORT=27510 DEVNET_PROVIDER_PORT=27511
NGINX_PORT=27520 KUBO_PORT=27521 ALONE_PORT=27522
API=http://127.0.0.1:$GATEWAY_PORT/api/v1
OURS=http://127.0.0.1:$RETRIEVAL_PORT

say()  { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
have curl && have wrk || fail "curl and wrk are needed"

finish() {
  local outcome=$?
  "$TOP/filstore" down >/dev/null 2>&1 || true
  [ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true
  [ -z "${KUBO_RUNS:-}" ] || kill "$KUBO_RUNS" 2>/dev/null || true
  [ -z "${ALONE_RUNS:-}" ] || kill "$ALONE_RUNS" 2>/dev/null || true
  [ -n "${keep:-}" ] || rm -rf "$work"
  exit $outcome
}
[ $# -eq 0 ] || keep=yes

is_up() {
  curl -sf "http://127.0.0.1:$GATEWAY_PORT/health/ready" >/dev/null && curl -sf "$OURS/actuator/health" >/dev/null &&
    [ -s "$FILSTORE_DATA_DIR/secrets/api-key" ]
}

is_packed() { [ "$(api "$API/uploads/$1" | json 'd["payload_cid"] is not None')" = True ]; }

# upload FILE TYPE: sets ROOT and PIECE
upload() {
  local id
  id=$(api -T "$1" -X POST -H "Content-Type: $2" "$API/uploads?visibility=public&name=$(basename "$1")" | json 'd["id"]')
  await 1800 "$1 is not packed after half an hour" is_packed "$id"
  ROOT=$(api "$API/uploads/$id" | json 'd["payload_cid"]')
  PIECE=$(api "$API/uploads/$id" | json 'd["piece_cid"]')
}

start_nginx() {
  have nginx || { skip "nginx: it is not installed"; return 1; }
  mkdir -p "$work/www"
  ln -sf "$1" "$work/www/piece"
  cat >"$work/nginx.conf" <<CONF
pid $work/nginx.pid;
error_log $work/nginx.log;
worker_processes auto;
user root;
events { worker_connections 2048; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:$NGINX_PORT; location / { root $work/www; } }
}
CONF
  nginx -c "$work/nginx.conf"
}

start_kubo() { # block-it-has car...
  kubo || return 1
  local block=$1
  shift
  export IPFS_PATH=$work/kubo
  "$KUBO" init --profile=test,pebbleds >/dev/null 2>&1
  "$KUBO" config Addresses.Gateway "/ip4/127.0.0.1/tcp/$KUBO_PORT" >/dev/null
  "$KUBO" dag import --offline --pin-roots=false "$@" >/dev/null
  "$KUBO" daemon --offline >"$work/kubo.log" 2>&1 &
  KUBO_RUNS=$!
  await 120 "kubo did not start, see $work/kubo.log" \
    curl -sf -o /dev/null "http://127.0.0.1:$KUBO_PORT/ipfs/$block?format=raw"
}

secret() { cat "$FILSTORE_DATA_DIR/secrets/$1"; }

# A retrieval server as it runs in a container of its own, with the system's database and CARs.
start_alone() {
  env RETRIEVAL_PORT=$ALONE_PORT DATABASE_PASSWORD="$(secret database-password)" \
    DATABASE_URL="jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/filstore?currentSchema=deals" \
    FILSTORE_INTERNAL_TOKEN="$(secret internal-token)" FILSTORE_IPNI_KEY="$(secret ipni-key)" \
    FILSTORE_PIECE_TOKEN_KEY="$(secret piece-token-key)" FILSTORE_API_KEY_PEPPER="$(secret api-key-pepper)" \
    CAR_OUTPUT_DIR="$FILSTORE_DATA_DIR/cars" BLOCK_INDEX_DIR="$work/alone-index" RETRIEVAL_CACHE_DIR="$work/alone-cache" \
    "$("$TOP/filstore" jdk)/bin/java" -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -jar "$TOP"/retrieval-server/target/retrieval-server-*-exec.jar >"$work/alone.log" 2>&1 &
  ALONE_RUNS=$!
  await 120 "the retrieval server did not start, see $work/alone.log" \
    curl -sf -o /dev/null "http://127.0.0.1:$ALONE_PORT/actuator/health"
}

trap finish EXIT
"$TOP/filstore" build
[ -f "$work/piece.bin" ] || head -c $((PIECE_MIB << 20)) /dev/urandom >"$work/piece.bin"
[ -f "$work/dag.bin" ] || head -c $((DAG_MIB << 20)) /dev/urandom >"$work/dag.bin"
[ -f "$work/blocks.car" ] || python3 "$TOP/benchmarks/retrieval.py" blocks "$BLOCKS" "$work/blocks.car" "$work/cids.txt"
"$TOP/filstore" up >"$work/up.log" 2>&1 &
await 600 "the system did not come up, see $work/up.log" is_up
KEY=$(cat "$FILSTORE_DATA_DIR/secrets/api-key")
upload "$work/piece.bin" application/octet-stream; FILE=$ROOT BIG=$PIECE
upload "$work/dag.bin" application/octet-stream; DAG=$ROOT
upload "$work/blocks.car" application/vnd.ipld.car
curl -sf -o "$work/served.car" "$OURS/piece/$BIG"
curl -sf -o "$work/dag.car" -H 'Accept: application/vnd.ipld.car' "$OURS/ipfs/$DAG"
contestants=(--ours "$OURS" --piece "$BIG" --file "$FILE" --dag "$DAG" --cids "$work/cids.txt" --served "$work/served.car")
if start_nginx "$work/served.car"; then contestants+=(--nginx "http://127.0.0.1:$NGINX_PORT"); fi
if start_kubo "$DAG" "$work/dag.car" "$work/blocks.car"; then
  contestants+=(--kubo "http://127.0.0.1:$KUBO_PORT")
fi
start_alone
contestants+=(--alone "http://127.0.0.1:$ALONE_PORT")
say "cores: $(nproc), piece of $PIECE_MIB MiB, DAG of $DAG_MIB MiB, $BLOCKS blocks of 1 KiB, $ROUNDS rounds"
python3 "$TOP/benchmarks/retrieval.py" measure "${contestants[@]}" --work "$work"
