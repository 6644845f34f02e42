# The verbs of the formats; './filstore' sources this for car, piece, cid, dag, upload, denylist and completion.
#
# The program is a jar with a folder of libraries, in .cache/cli, and two caches of loaded, linked and profiled classes:
# one with the vector module, for verbs whose time is hashing, and one without. They are tied to these very files and
# to this very JDK, so they are made once per build, by a program that runs the verbs (io.filstore.cli.Training).

CLI_PARTS=(pom.xml common-lib/pom.xml cli/pom.xml cli/launch.sh common-lib/src/main cli/src/main)

# Changed or added files and folders that have lost one are newer than the last look at all of them.
cli_unchanged() {
  local looked=$CACHE/cli/looked
  [ -f "$looked" ] && [ -z "$(cd "$TOP" && find "${CLI_PARTS[@]}" "$JDK/release" -newer "$looked" -print -quit 2>/dev/null)" ]
}

cli_stamp() { { (cd "$TOP" && find "${CLI_PARTS[@]}" -type f | LC_ALL=C sort) | digest; cksum <"$JDK/release"; } | cksum | tr ' ' '-'; }

ensure_cli() {
  need_java
  cli_unchanged && return
  mkdir -p "$CACHE"
  one_build_at_a_time
  local app looking=$CACHE/looking
  touch "$looking"
  app=$CACHE/cli-$(cli_stamp)
  if [ ! -f "$app/cli.jar" ]; then
    build_cli
    install_cli "$app"
  fi
  ln -sfn "$app" "$CACHE/cli"
  mv "$looking" "$app/looked"
  rm -rf "$CACHE/build.lock"
  trap - EXIT
}

build_cli() {
  need_maven
  say "building the command line (log: .cache/build.log); the first time takes a minute or two"
  maven package "$CACHE/build.log" -pl cli -am -Dmaven.test.skip=true || build_failed
}

install_cli() { # folder
  local app=$1 part=$1.part old
  rm -rf "$app" "$part"
  mkdir "$part"
  cp "$TOP"/cli/target/cli-*.jar "$part/cli.jar"
  cp -R "$TOP/cli/target/lib" "$part/lib"
  mv "$part" "$app"
  say "preparing fast starts (once per build, under a minute)"
  : >"$CACHE/train.log"
  train_cli "$app" plain "${FILSTORE_TRAINING_MIB:-24}"
  train_cli "$app" vector "${FILSTORE_TRAINING_MIB:-200}" --add-modules jdk.incubator.vector
  for old in "$CACHE"/cli-*; do
    [ "$old" = "$app" ] || rm -rf "$old"
  done
}

train_cli() { # app cache MiB jvm-options...
  local app=$1 cache=$1/$2.aot mib=$3
  shift 3
  if ! "$JDK/bin/java" "${CLI_JVM[@]}" -Xmx256m "$@" -XX:AOTCacheOutput="$cache" -cp "$app/cli.jar" \
    io.filstore.cli.Training "$mib" >>"$CACHE/train.log" 2>&1; then
    rm -f "$cache"
    say "no start-up cache this time, starts will be slower (see .cache/train.log)"
  fi
}

# Serial collector, and heaps that are stated numbers. What the JVM itself has to say goes to the error stream.
CLI_JVM=(-XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8
  -Xlog:disable -XX:+DisplayVMOutputToStderr)

# Until it is compiled, vector code is slower than none, so the compiler takes it at once, and only once: replacing loops
# while they run would compile each kernel a second time. The JDK's own SHA-256 is called seldom, with much to do.
VECTOR_JVM=(--add-modules jdk.incubator.vector -XX:-UseOnStackReplacement -XX:CompileCommand=quiet
  '-XX:CompileCommand=CompileThresholdScaling,io.filstore.hash.VectorLanes::*,0.002'
  '-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompress*,0.01'
  '-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::implCompress*,0.01')

run_cli() { # words...
  local cache=plain options=()
  case ${1:-}-${2:-} in
    piece-commp | piece-aggregate | piece-prove | car-pack | car-verify | car-split)
      cache=vector
      options=(-Xmx"${FILSTORE_CLI_HEAP:-256m}" "${VECTOR_JVM[@]}") ;;
    car-* | dag-* | cid-hash) options=(-Xmx"${FILSTORE_CLI_HEAP:-256m}") ;;
    *) options=(-Xmx64m -XX:TieredStopAtLevel=1) ;;
  esac
  local app
  app=$(cd "$CACHE/cli" && pwd -P)
  [ ! -f "$app/$cache.aot" ] || options+=(-XX:AOTCache="$app/$cache.aot")
  [ ! -t 2 ] || options+=(-Dfilstore.terminal=true)
  if [ $cache = vector ]; then
    exec 2> >(without_notice >&2)
  fi
  exec "$JDK/bin/java" "${CLI_JVM[@]}" "${options[@]}" -jar "$app/cli.jar" "$@"
}
