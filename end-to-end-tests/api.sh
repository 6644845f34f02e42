# What the scripts here ask of a running system; to be sourced. It calls their fail, and reads KEY.

api() { curl -sS --fail-with-body -H "Authorization: Bearer $KEY" "$@"; }

json() { # expression: reads JSON from standard input, Python's syntax on the name d
  python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

await() { # seconds what command...
  local limit=$(($1 + SECONDS)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $limit ] || fail "$what"
    sleep 1
  done
}
