#!/usr/bin/env bash
# The Compose file for real: images are built, the subsystem comes up by the service 'deals', a tree of
# two files goes up, both deals become active, and the bytes come back by piece CID and payload CID.
#
#   end-to-end-tests/compose.sh          jars are built on this machine and copied into the images
#   end-to-end-tests/compose.sh --inside the images build from source, as for a user who has only Docker
#   end-to-end-tests/compose.sh --keep   leaves the containers running at the end
#
# Docker comes from OFFLINE_DOCKER, else ../shared/tools/offline-docker.sh beside this repository, else
# the machine's own.
set -euo pipefail

TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
WORK=$TOP/.cache/compose
MODULES="db gateway-service data-prep-worker deals-scheduler deals-watcher retrieval-server devnet"
export GATEWAY_PORT=${GATEWAY_PORT:-27400} RETRIEVAL_PORT=${RETRIEVAL_PORT:-27404}
export COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-filstore-e2e-$$}
inside=no keep=no
for argument in "$@"; do
  case $argument in
    --inside) inside=yes ;;
    --keep) keep=yes ;;
    *) sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
done

. "$TOP/end-to-end-tests/api.sh"

say()  { printf 'compose: %s\n' "$*"; }
fail() { printf 'compose: %s\n' "$*" >&2; exit 1; }

find_docker() {
  tool=${OFFLINE_DOCKER:-$TOP/../shared/tools/offline-docker.sh}
  if [ -x "$tool" ]; then
    "$tool" up
    compose() { "$tool" compose --env-file "$WORK/.env" -f "$TOP/docker-compose.yml" --project-directory "$TOP" "$@"; }
  elif docker compose version >/dev/null 2>&1; then
    compose() { docker compose --env-file "$WORK/.env" -f "$TOP/docker-compose.yml" --project-directory "$TOP" "$@"; }
  else
    fail "no Docker: install it with the Compose plugin, or point OFFLINE_DOCKER to a tool that brings it"
  fi
}

# A folder that serves as build context instead of the sources: the extracted jars, and the last stage
# of the Dockerfile reading from here instead of from the stage that compiles.
prepare_jars() {
  say "building the jars"
  local java
  java=$("$TOP/filstore" jdk)
  (cd "$TOP" && JAVA_HOME=$java mvn -B -ntp -q -Dmaven.test.skip=true package \
    -pl "$(tr ' ' , <<<"$MODULES")" -am) || fail "the build failed"
  rm -rf "$WORK/context"
  mkdir -p "$WORK/context"
  for module in $MODULES; do
    "$java/bin/java" -Djarmode=tools -jar "$TOP/$module"/target/"$module"-*-exec.jar extract \
      --destination "$WORK/context/$module" >/dev/null
    mv "$WORK/context/$module/$module"-*-exec.jar "$WORK/context/$module/app.jar"
  done
  awk '/^FROM eclipse-temurin:25-jre/ { on = 1 } on' "$TOP/Dockerfile" |
    sed 's|COPY --from=build /layout/|COPY |' >"$WORK/context/Dockerfile"
  export FILSTORE_BUILD_CONTEXT=$WORK/context
}

finish() {
  local outcome=$?
  if [ $outcome -ne 0 ]; then compose logs --no-color --tail 200 >"$WORK/logs.txt" 2>&1 || true; fi
  if [ $keep = no ]; then compose down -v --remove-orphans >/dev/null 2>&1 || true; fi
  [ $outcome -eq 0 ] || printf 'compose: FAILED; container logs in %s\n' "$WORK/logs.txt" >&2
}

is_prepared() { [ "$(api "$BASE/api/v1/uploads/$UPLOAD" | json 'd["state"]')" = prepared ]; }

both_active() {
  [ "$(api "$BASE/api/v1/deals?limit=100" |
    json 'sum(1 for x in d["data"] if x["piece_cid"]=="'"$PIECE"'" and x["state"]=="active")')" = 2 ]
}

mkdir -p "$WORK"
"$TOP/filstore" env >"$WORK/.env"
BASE=http://127.0.0.1:$GATEWAY_PORT
RETRIEVAL=http://127.0.0.1:$RETRIEVAL_PORT
find_docker
[ $inside = yes ] || prepare_jars
trap finish EXIT

say "docker compose up --build deals devnet"
compose up -d --build deals devnet
await 240 "the gateway did not become healthy" curl -fsS -o /dev/null "$BASE/actuator/health/readiness"
KEY=$(compose exec -T gateway cat /data/keys/api-key | tr -d '\r\n')
say "up after ${SECONDS} s; uploading"

mkdir -p "$WORK/in"
head -c 3000000 /dev/urandom >"$WORK/in/random.bin"
printf 'through Docker and back\n' >"$WORK/in/Überschrift.txt"
UPLOAD=$(api -F "file=@$WORK/in/random.bin;filename=data/random.bin" \
  -F "file=@$WORK/in/Überschrift.txt;filename=Überschrift.txt" "$BASE/api/v1/uploads" | json 'd["id"]')
await 120 "the upload was not packed" is_prepared
PIECE=$(api "$BASE/api/v1/uploads/$UPLOAD" | json 'd["piece_cid"]')
PAYLOAD=$(api "$BASE/api/v1/uploads/$UPLOAD" | json 'd["payload_cid"]')
say "packed: payload $PAYLOAD, piece $PIECE"
await 300 "the deals did not become active" both_active
say "both deals are active"

api -o "$WORK/random.back" "$RETRIEVAL/ipfs/$PAYLOAD/data/random.bin"
api -o "$WORK/text.back" "$RETRIEVAL/ipfs/$PAYLOAD/%C3%9Cberschrift.txt"
cmp "$WORK/in/random.bin" "$WORK/random.back"
cmp "$WORK/in/Überschrift.txt" "$WORK/text.back"
api -o "$WORK/piece.car" "$RETRIEVAL/piece/$PIECE"
[ -s "$WORK/piece.car" ] || fail "the piece came back empty"
api "$BASE/api/v1/deals?limit=100" | json '"\n".join("%s %s until epoch %s" % (x["provider"], x["state"], x["end"]["epoch"]) for x in d["data"])'
say "done in ${SECONDS} s: bytes are the same"
